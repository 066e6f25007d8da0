import { Type } from 'typebox';
import { RETRY_FIELDS } from '../../clients/retry/retry-fields.ts';
import { closedObject, wordInAnyCase } from '../../core/schema.ts';
import type { ModuleKind } from '../../modules/contract/module.ts';
import { filterList } from '../../modules/contract/schema.ts';

/** Schema keyword that marks an object as the module of a pipeline's input or output, to be validated by its own `type`. */
export const MODULE_KIND = 'x-module-kind';

/** What may stand at the root of a pipeline file. Modules are validated by the schema of their own `type`. */
export const PIPELINE_SCHEMA = closedObject(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 128,
      description: 'Title of the pipeline, shown in logs and reports.',
    }),
    id: Type.Optional(
      Type.String({
        pattern: '^[a-z][a-z0-9_-]*$',
        description: 'Identity of the pipeline in logs and state; the name when absent.',
      }),
    ),
    version: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Version of the file, free text. Quote it: 1.0 is a number.',
      }),
    ),
    description: Type.Optional(Type.String({ maxLength: 1024, description: 'What the pipeline is for.' })),
    tags: Type.Optional(
      Type.Array(Type.String(), { uniqueItems: true, description: 'Labels; not used by the runtime.' }),
    ),
    enabled: Type.Optional(
      Type.Boolean({ default: true, description: 'A pipeline with false is refused by the run command.' }),
    ),
    dryRunOptions: Type.Optional(
      closedObject(
        {
          showCredentials: Type.Optional(
            Type.Boolean({ default: false, description: 'true shows real credentials in dry-run previews.' }),
          ),
        },
        { description: 'How a dry-run reports.' },
      ),
    ),
    defaults: Type.Optional(
      closedObject(
        {
          timeoutMs: Type.Optional(
            Type.Integer({
              minimum: 0,
              description: 'Timeout in milliseconds of modules that give none; 0 sets none.',
            }),
          ),
          onError: Type.Optional(
            wordInAnyCase(['fail', 'skip', 'log'], {
              description: 'What a failure means in modules that do not say.',
            }),
          ),
          ...RETRY_FIELDS,
        },
        { description: 'Settings that top-level modules inherit.' },
      ),
    ),
    input: moduleOf('input', 'Where the records come from.'),
    filters: Type.Optional(filterList({ description: 'What is done to the records, in this order.' })),
    output: moduleOf('output', 'Where the records go.'),
  },
  { description: 'A data pipeline: one input, any number of filters, one output.' },
);

function moduleOf(kind: Exclude<ModuleKind, 'filter'>, description: string) {
  return Type.Unsafe<Record<string, unknown>>({ type: 'object', [MODULE_KIND]: kind, description });
}
