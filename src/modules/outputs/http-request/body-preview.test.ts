import { describe, expect, it } from 'vitest';
import { bodyPreview, LARGEST_PREVIEW } from './body-preview.ts';

describe('bodyPreview', () => {
  it('shows a body of exactly the limit whole', () => {
    const text = 'x'.repeat(LARGEST_PREVIEW);
    expect(bodyPreview(text)).toBe(text);
  });

  it('cuts a longer body at the end of a line and says by how much', () => {
    const line = `${'é'.repeat(50)}\n`;
    const text = line.repeat(20_000);
    const preview = bodyPreview(text);
    const total = Buffer.byteLength(text);
    const lines = Math.floor(LARGEST_PREVIEW / 101);
    const shown = lines * 101 - 1;
    expect(preview.endsWith(`\n... (truncated, ${total} bytes total, ${shown} bytes shown)`)).toBe(true);
    expect(preview.split('\n').slice(0, -1)).toEqual(Array.from({ length: lines }, () => 'é'.repeat(50)));
  });

  it('never cuts a character of a body without line ends', () => {
    const preview = bodyPreview(`x${'é'.repeat(LARGEST_PREVIEW)}`);
    expect(preview).not.toContain('\ufffd');
    expect(preview).toContain(`${LARGEST_PREVIEW - 1} bytes shown`);
  });
});
