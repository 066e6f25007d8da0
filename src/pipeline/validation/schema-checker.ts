import type { Ajv, ValidateFunction } from 'ajv';
import type { DocumentPath } from '../../core/document-path.ts';
import { type DataObject, isDataObject, type Value } from '../../core/record.ts';
import { CONSTRAINTS, type Constraint, type TSchema } from '../../core/schema.ts';
import type { ModuleKind } from '../../modules/contract/module.ts';
import { NESTED_FILTER } from '../../modules/contract/schema.ts';
import { checkConstraint } from './constraint-check.ts';
import type { Finding } from './finding.ts';
import { MODULE_KIND } from './pipeline-schema.ts';
import { KNOWN_PROPERTIES, pointerPath, schemaFindings } from './schema-error.ts';

/** An object of the document and where it stands. */
export interface ObjectPlace {
  readonly value: DataObject;
  readonly path: DocumentPath;
}

/** A module found inside an object that was checked. It is still to be checked by the schema of its own `type`. */
export interface ModulePlace extends ObjectPlace {
  readonly kind: ModuleKind;
}

/** What checking one value found. */
export interface Check {
  readonly findings: readonly Finding[];
  readonly modules: readonly ModulePlace[];
}

/** An object schema as TypeBox builds it. */
export type ObjectSchema = TSchema & { readonly properties: Readonly<Record<string, unknown>> };

interface CompiledSchema {
  readonly properties: ReadonlySet<string>;
  readonly validate: ValidateFunction;
}

/** Checks values against object schemas. Each schema is compiled once it is needed. */
export class SchemaChecker {
  readonly #ajv: Ajv;
  readonly #compiled = new Map<ObjectSchema, CompiledSchema>();
  /** What the keywords of this product saw in the value that is being checked. */
  #constraints: { readonly constraint: Constraint; readonly pointer: string; readonly value: DataObject }[] =
    [];
  #modules: { readonly kind: ModuleKind; readonly pointer: string; readonly value: DataObject }[] = [];

  private constructor(ajv: Ajv) {
    this.#ajv = ajv;
    this.#keyword(CONSTRAINTS, (constraints: readonly Constraint[], value, pointer) => {
      for (const constraint of constraints) this.#constraints.push({ constraint, pointer, value });
    });
    this.#keyword(NESTED_FILTER, (_marked, value, pointer) => {
      this.#modules.push({ kind: 'filter', pointer, value });
    });
    this.#keyword(MODULE_KIND, (kind: ModuleKind, value, pointer) => {
      this.#modules.push({ kind, pointer, value });
    });
  }

  /** Loads ajv. The schemas come from this program, so they are not validated themselves. */
  static async create(): Promise<SchemaChecker> {
    const { Ajv } = await import('ajv');
    return new SchemaChecker(
      new Ajv({
        allErrors: true,
        discriminator: true,
        verbose: true,
        strict: false,
        meta: false,
        validateSchema: false,
        addUsedSchema: false,
        logger: false,
        inlineRefs: false,
        code: { optimize: false },
      }),
    );
  }

  /** Checks objects of the same schema. Modules inside them are found and not followed. */
  check(schema: ObjectSchema, places: readonly ObjectPlace[]): Check {
    const validate = this.#validatorFor(schema, new Set(places.flatMap(({ value }) => Object.keys(value))));
    const findings: Finding[] = [];
    const modules: ModulePlace[] = [];
    for (const { value, path } of places) {
      this.#constraints = [];
      this.#modules = [];
      validate(value);
      const placeOf = (pointer: string): DocumentPath => [...path, ...pointerPath(pointer, value)];
      findings.push(...schemaFindings(validate.errors ?? [], value, path));
      for (const { constraint, value: object, pointer } of this.#constraints) {
        const finding = checkConstraint(constraint, object, placeOf(pointer));
        if (finding !== undefined) findings.push(finding);
      }
      for (const { pointer, ...module } of this.#modules) modules.push({ ...module, path: placeOf(pointer) });
    }
    return { findings, modules };
  }

  /**
   * Compilation is most of the cost of a validation, so only the properties that the file uses are compiled. A
   * property that is absent can fail nothing but `required`, which is kept whole.
   */
  #validatorFor(schema: ObjectSchema, names: ReadonlySet<string>): ValidateFunction {
    const used = Object.keys(schema.properties).filter((name) => names.has(name));
    const existing = this.#compiled.get(schema);
    if (existing !== undefined && used.every((name) => existing.properties.has(name)))
      return existing.validate;
    const properties = new Set([...(existing?.properties ?? []), ...used]);
    const validate = this.#ajv.compile({
      ...schema,
      properties: Object.fromEntries(
        Object.entries(schema.properties).filter(([name]) => properties.has(name)),
      ),
      [KNOWN_PROPERTIES]: Object.keys(schema.properties),
    });
    this.#compiled.set(schema, { properties, validate });
    return validate;
  }

  /** Adds a keyword that accepts every object and notes it. */
  #keyword<S>(keyword: string, note: (setting: S, value: DataObject, pointer: string) => void): void {
    this.#ajv.addKeyword({
      keyword,
      type: 'object',
      validate: (
        setting: S,
        value: Value,
        _parent?: unknown,
        context?: { readonly instancePath: string },
      ) => {
        if (isDataObject(value)) note(setting, value, context?.instancePath ?? '');
        return true;
      },
    });
  }
}
