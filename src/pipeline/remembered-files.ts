import type { Files } from '../core/ports.ts';

/**
 * Files that are read once: a pipeline that lives long builds its modules again after a failure, and must not
 * change because someone edits a file meanwhile.
 */
export function rememberedFiles(files: Files): Files {
  const texts = new Map<string, string>();
  return {
    absolute: (path) => files.absolute(path),
    readText: (path) => {
      const known = texts.get(path);
      if (known !== undefined) return known;
      const text = files.readText(path);
      texts.set(path, text);
      return text;
    },
  };
}
