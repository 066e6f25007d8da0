import { describe, expect, it } from 'vitest';
import { looksLikeCredential, maskedHeader, maskedUrl } from './credential-names.ts';

describe('looksLikeCredential', () => {
  it.each([
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'X-API-Key',
    'apikey',
    'access_token',
    'client_secret',
    'Password',
    'X-Hub-Signature-256',
  ])('is true for %s', (name) => {
    expect(looksLikeCredential(name)).toBe(true);
  });

  it.each(['Accept', 'Content-Type', 'X-Source', 'page', 'status'])('is false for %s', (name) => {
    expect(looksLikeCredential(name)).toBe(false);
  });
});

describe('maskedHeader', () => {
  it.each([
    ['Authorization', 'Bearer abc', 'Bearer [MASKED-TOKEN]'],
    ['authorization', 'basic abc', 'Basic [MASKED-CREDENTIALS]'],
    ['Authorization', 'abc', '[MASKED]'],
    ['X-Api-Key', 'abc', '[MASKED]'],
    ['Accept', 'text/csv', 'text/csv'],
  ])('%s: %s reads %s', (name, value, shown) => {
    expect(maskedHeader([name, value])).toEqual([name, shown]);
  });
});

describe('maskedUrl', () => {
  it.each([
    ['https://h/x', 'https://h/x'],
    ['https://h/x?a=1&api_key=s&b', 'https://h/x?a=1&api_key=[MASKED]&b'],
    ['https://h/x?%74oken=s', 'https://h/x?%74oken=[MASKED]'],
    ['https://h/x?token', 'https://h/x?token=[MASKED]'],
  ])('%s reads %s', (url, shown) => {
    expect(maskedUrl(url)).toBe(shown);
  });
});
