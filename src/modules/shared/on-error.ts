/** What a failing record, batch or statement means for the run. */
export type OnError = 'fail' | 'skip' | 'log';

/** Reads `onError` in any letter case; absent means `fail`. The schema has refused every other word. */
export function onErrorOf(config: { readonly onError?: string }): OnError {
  const word = (config.onError ?? 'fail').trim().toLowerCase();
  return word === 'skip' || word === 'log' ? word : 'fail';
}
