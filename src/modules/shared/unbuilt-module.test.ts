import { expect, it } from 'vitest';
import { givenSettings, UnbuiltModule } from './unbuilt-module.ts';

it('says which module cannot run, whatever is asked of it', async () => {
  const module = new UnbuiltModule('soap_call');
  const message = 'module type "soap_call" is not supported in this version yet';
  await expect(module.open()).rejects.toMatchObject({ message, category: 'validation', retryable: false });
  await expect(module.read().next()).rejects.toThrow(message);
  expect(() => module.process()).toThrow(message);
  expect(() => module.preview()).toThrow(message);
  expect(await module.write()).toMatchObject({ sent: 0, error: { message } });
});

it('names the settings that cannot be obeyed', async () => {
  await expect(new UnbuiltModule('httpPolling', ['pagination']).open()).rejects.toThrow(
    'setting "pagination" of module type "httpPolling" is not supported in this version yet',
  );
  await expect(new UnbuiltModule('httpRequest', ['keys', 'success.expression']).open()).rejects.toThrow(
    'settings "keys", "success.expression" of module type "httpRequest" are not supported in this version yet',
  );
});

it('finds the settings that are given', () => {
  const config = { a: 0, b: undefined, c: null, d: [], e: [1] };
  expect(givenSettings(config, ['a', 'b', 'c', 'd', 'e'])).toEqual(['a', 'c', 'e']);
});
