/** The sandbox has ended, whatever became of the run: stopped from outside, or fallen over. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
}
