import { describe, expect, it } from 'vitest';
import { refuseTemplateTags } from './template.ts';

describe('refuseTemplateTags', () => {
  it.each(['', 'https://example.test/{id}', '{"a": {"b": 1}}', '50% {off}', '{ {x} }'])(
    'accepts the plain text %j',
    (text) => {
      expect(() => refuseTemplateTags(text)).not.toThrow();
    },
  );

  it.each([
    ['/orders/{{ record.id }}', 1, 9],
    ['{"a":\n  {% if x %}1{% endif %}}', 2, 3],
    ['é{{x}}', 1, 2],
  ])('refuses %j at its first tag', (text, line, column) => {
    expect(() => refuseTemplateTags(text)).toThrow(
      expect.objectContaining({ reason: 'templates are not supported in this version yet', line, column }),
    );
  });
});
