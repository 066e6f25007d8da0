import { integerArgument, madeText } from '../call-values.ts';
import { isTruthy } from '../conversion.ts';
import type { CallSite, GlobalDefinition } from '../definition.ts';
import { capitalized } from '../text-operations.ts';

export const lipsum: GlobalDefinition = {
  name: 'lipsum',
  summary:
    'Meaningless text for trying a template out: `n` paragraphs, as HTML unless `html` is false, of at least `min` ' +
    'and less than `max` words. The same arguments always give the same text.',
  parameters: [
    { name: 'n', default: 5 },
    { name: 'html', default: true },
    { name: 'min', default: 20 },
    { name: 'max', default: 100 },
  ],
  examples: [
    { template: '{{ lipsum(1, html=false, min=5, max=6) }}', output: 'Lorem ipsum dolor sit amet.' },
    {
      template: '{{ lipsum(2, true, 2, 3) }}',
      output: '<p>Lorem ipsum.</p>\n<p>Dolor sit.</p>',
    },
  ],
  call([n, html = true, min, max], site) {
    const callee = "function 'lipsum'";
    const count = integerArgument(n, 'n', callee, site.fail, { minimum: 0 });
    const fewest = integerArgument(min, 'min', callee, site.fail, { minimum: 1 });
    const limit = integerArgument(max, 'max', callee, site.fail, { minimum: fewest + 1 });
    const paragraphs: string[] = [];
    let used = 0;
    for (let at = 0; at < count; at += 1) {
      const size = fewest + ((at * STRIDE) % (limit - fewest));
      const text = paragraph(used, size, site);
      used += size;
      paragraphs.push(isTruthy(html) ? `<p>${text}</p>` : text);
    }
    return madeText(paragraphs.join(isTruthy(html) ? '\n' : '\n\n'), site);
  },
};

/** Makes the paragraphs differ in length. */
const STRIDE = 37;

const WORDS = (
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore ' +
  'magna aliqua ut enim ad minim veniam quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo ' +
  'consequat duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur'
).split(' ');

/** That many words, starting at a place in the endless repetition of all of them. */
function paragraph(from: number, size: number, site: CallSite): string {
  site.rendering.takeElements(size, site.fail);
  const words = Array.from({ length: size }, (_, index) => WORDS[(from + index) % WORDS.length] ?? '');
  return `${capitalized(words.join(' '))}.`;
}
