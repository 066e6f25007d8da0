import { defineFilter } from '../../contract/definition.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import { compileMapping } from './compile-mapping.ts';
import type { Mapping } from './mapping.ts';
import { MappingFilter } from './mapping-filter.ts';
import { MAPPING_FIELDS } from './schema.ts';

/** Copies, converts and deletes fields. */
export const mappingFilter = defineFilter({
  type: 'mapping',
  summary: 'Copies fields of each record to other fields, converting values on the way, or deletes fields.',
  fields: MAPPING_FIELDS,
  examples: [
    {
      title: 'Normalise an address and delete a note',
      config: {
        onError: 'skip',
        mappings: [
          {
            source: 'customer.mail',
            target: 'contact.email',
            transforms: [{ op: 'trim' }, { op: 'lowercase' }],
          },
          {
            source: 'qty',
            target: 'quantity',
            onMissing: 'useDefault',
            defaultValue: 1,
            transforms: [{ op: 'toInt' }],
          },
          { target: 'internal_notes' },
        ],
      },
    },
    {
      title: 'Print a date in another format',
      config: {
        mappings: [
          {
            source: 'created_at',
            target: 'created_on',
            transforms: [{ op: 'dateFormat', format: 'DD/MM/YYYY' }],
          },
        ],
      },
    },
  ],
  async compile(config, context) {
    const mappings: Mapping[] = [];
    for (const [index, settings] of config.mappings.entries()) {
      const mapping = await compileMapping(settings, index, context);
      if (mapping !== undefined) mappings.push(mapping);
    }
    if (mappings.length < config.mappings.length) return undefined;
    return new MappingFilter(mappings, onErrorOf(config), context.nested);
  },
});
