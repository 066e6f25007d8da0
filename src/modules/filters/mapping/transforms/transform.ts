import type { Value } from '../../../../core/record.ts';

/** A value that is there: null passes every transform untouched and never reaches one. */
export type PresentValue = Exclude<Value, null>;

/** Turns one value into another. Throws an `Error` whose message says why it cannot. */
export type Transform = (value: PresentValue) => Value;

/** The settings of a transform as written; each operation reads the ones it has a use for. */
export interface TransformSettings {
  readonly format?: string;
  readonly pattern?: string;
  readonly replacement?: string;
  readonly separator?: string;
}

/** An operation that an author may name in `op`. */
export interface TransformOperation {
  /** Code of the error when the operation fails on a value. */
  readonly failureCode: 'TYPE_CONVERSION' | 'TRANSFORM_FAILED';
  /**
   * @throws {TransformMistake} when the settings cannot work
   */
  compile(settings: TransformSettings): Transform | Promise<Transform>;
  /** A setting that works, but probably not as meant. */
  warning?(settings: TransformSettings): TransformWarning | undefined;
}

/** What an author should know about a setting. */
export interface TransformWarning {
  readonly setting: keyof TransformSettings;
  readonly message: string;
}

/** Settings of a transform that cannot work. */
export class TransformMistake extends Error {
  override readonly name = 'TransformMistake';
  /** The setting at fault. */
  readonly setting: keyof TransformSettings;
  /** What is wrong, given how the transform is named in messages. */
  readonly describe: (transform: string) => string;
  /** UTF-16 offset of the mistake inside the setting's text, when it is inside. */
  readonly offset: number | undefined;

  constructor(setting: keyof TransformSettings, describe: (transform: string) => string, offset?: number) {
    super(describe('transform'));
    this.setting = setting;
    this.describe = describe;
    this.offset = offset;
  }
}
