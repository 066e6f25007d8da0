import { it } from 'vitest';
import { expectHttpToHttpRun } from '../helpers/http-to-http.ts';

it('moves records from one HTTP API to another, in batches, with every integer exact', () =>
  expectHttpToHttpRun({}));
