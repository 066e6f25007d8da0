import { errorText } from '../../../../core/errors.ts';
import type { Value } from '../../../../core/record.ts';
import { timestampText } from '../../../../core/scalar-text.ts';
import { valueText } from '../../../../core/value.ts';
import { compileLinearRegex, RegexSyntaxError } from '../../../../language/regex/linear-regex.ts';
import {
  type Transform,
  TransformMistake,
  type TransformOperation,
  type TransformSettings,
} from './transform.ts';

const DEFAULT_SEPARATOR = ',';

export const trim = onText(() => (text) => text.trim());
export const lowercase = onText(() => (text) => text.toLowerCase());
export const uppercase = onText(() => (text) => text.toUpperCase());

/** The separator is literal text; every part is trimmed. */
export const split = onText((settings) => {
  const separator = separatorOf(settings);
  return (text) => text.split(separator).map((part) => part.trim());
});

export const join: TransformOperation = {
  failureCode: 'TRANSFORM_FAILED',
  compile: (settings) => {
    const separator = separatorOf(settings);
    return (value) => (Array.isArray(value) ? value.map(transformText).join(separator) : value);
  },
};

/** An empty separator counts as the default one. */
function separatorOf({ separator }: TransformSettings): string {
  return separator || DEFAULT_SEPARATOR;
}

/** The text of a value: that of a timestamp goes to the whole second, the fraction cut off. */
export function transformText(value: Value): string {
  if (!(value instanceof Date)) return valueText(value);
  return timestampText(new Date(Math.floor(value.getTime() / 1000) * 1000));
}

/** Replaces all matches of an RE2 pattern. */
export const replace: TransformOperation = {
  failureCode: 'TRANSFORM_FAILED',
  compile: async ({ pattern, replacement }) => {
    if (pattern === undefined || pattern === '') {
      throw new TransformMistake(
        'pattern',
        (transform) => `${transform} (replace) requires non-empty pattern`,
      );
    }
    const replaceAll = (await compilePattern(pattern)).replacer(replacement ?? '');
    return textOnly(replaceAll);
  },
};

async function compilePattern(pattern: string) {
  try {
    return await compileLinearRegex(pattern);
  } catch (error) {
    throw new TransformMistake(
      'pattern',
      (transform) => `invalid regex pattern in ${transform}: ${errorText(error)}`,
      error instanceof RegexSyntaxError ? error.offset : undefined,
    );
  }
}

/** An operation that works on texts and lets everything else pass. */
function onText(compile: (settings: TransformSettings) => (text: string) => Value): TransformOperation {
  return { failureCode: 'TRANSFORM_FAILED', compile: (settings) => textOnly(compile(settings)) };
}

function textOnly(map: (text: string) => Value): Transform {
  return (value) => (typeof value === 'string' ? map(value) : value);
}
