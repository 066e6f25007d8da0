/** The programming interface of postject 1.0.0-alpha.6, which ships no types. */
declare module 'postject' {
  interface InjectOptions {
    /** Text in the executable that is followed by `:0` and becomes `:1`. */
    sentinelFuse?: string;
    machoSegmentName?: string;
    overwrite?: boolean;
  }
  /** Injects a resource into an executable file in place. Messages of its parser go to the console. */
  function inject(
    filename: string,
    resourceName: string,
    resourceData: Buffer,
    options?: InjectOptions,
  ): Promise<void>;
  const postject: { inject: typeof inject };
  export default postject;
}
