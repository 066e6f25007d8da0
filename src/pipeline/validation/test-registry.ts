import { Type } from 'typebox';
import { anyValue, closedObject, oneOf, oneOfShapes, stringMap } from '../../core/schema.ts';
import { defineFilter, defineInput, defineOutput } from '../../modules/contract/definition.ts';
import { ModuleRegistry } from '../../modules/contract/registry.ts';
import { filterList } from '../../modules/contract/schema.ts';

const build = () => undefined;
const shared = { summary: 'Stands for a module in tests.', examples: [], compile: build };

/** A few modules that use every feature of the schema language, for the tests of this folder. */
export function testRegistry(): ModuleRegistry {
  const registry = new ModuleRegistry();
  registry.register(
    defineInput({
      ...shared,
      type: 'httpPolling',
      examples: [{ title: 'Plain', config: { endpoint: 'https://a.example' } }],
      fields: {
        endpoint: Type.String({ minLength: 1 }),
        method: Type.Optional(Type.String({ pattern: '^[A-Za-z]+$' })),
        headers: Type.Optional(stringMap()),
        timeoutMs: Type.Optional(Type.Integer({ minimum: 1 })),
        ratio: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
        login: Type.Optional(
          oneOfShapes('by', [
            closedObject({
              by: Type.Literal('token'),
              secret: closedObject({ token: Type.String({ minLength: 1 }) }),
            }),
            closedObject({
              by: Type.Literal('password'),
              secret: closedObject({ user: Type.String(), password: Type.String() }),
            }),
          ]),
        ),
      },
    }),
  );
  registry.register(
    defineInput({
      ...shared,
      type: 'database',
      fields: {
        connectionString: Type.Optional(Type.String()),
        connectionStringRef: Type.Optional(Type.String()),
        driver: Type.Optional(oneOf(['postgres', 'mysql', 'sqlite'])),
      },
      constraints: [{ exactlyOneOf: ['connectionString', 'connectionStringRef'] }],
    }),
  );
  registry.register(
    defineFilter({
      ...shared,
      type: 'set',
      fields: { target: Type.String({ minLength: 1 }), value: anyValue() },
    }),
  );
  registry.register(
    defineFilter({
      ...shared,
      type: 'remove',
      fields: {
        target: Type.Union([
          Type.String({ minLength: 1 }),
          Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true }),
        ]),
      },
    }),
  );
  registry.register(
    defineFilter({
      ...shared,
      type: 'condition',
      fields: {
        expression: Type.String({ minLength: 1 }),
        // biome-ignore lint/suspicious/noThenProperty: a field of the filter
        then: Type.Optional(filterList()),
        else: Type.Optional(filterList()),
      },
    }),
  );
  registry.register(
    defineFilter({
      ...shared,
      type: 'mapping',
      fields: {
        mappings: Type.Array(
          closedObject(
            {
              target: Type.String({ minLength: 1 }),
              onMissing: Type.Optional(oneOf(['setNull', 'useDefault'])),
              defaultValue: Type.Optional(anyValue()),
              mode: Type.Optional(Type.Union([Type.Literal('fast'), Type.Literal('slow')])),
            },
            {
              constraints: [
                { requiredWhen: { field: 'onMissing', equals: 'useDefault', requires: 'defaultValue' } },
              ],
            },
          ),
        ),
      },
    }),
  );
  registry.register(
    defineOutput({
      ...shared,
      type: 'httpRequest',
      fields: {
        endpoint: Type.String({ minLength: 1 }),
        success: Type.Optional(
          closedObject(
            {
              expression: Type.Optional(Type.String()),
              statusCodes: Type.Optional(
                Type.Array(Type.Integer({ minimum: 100, maximum: 599 }), { minItems: 1, uniqueItems: true }),
              ),
            },
            { constraints: [{ atLeastOneOf: ['expression', 'statusCodes'] }] },
          ),
        ),
      },
    }),
  );
  return registry;
}
