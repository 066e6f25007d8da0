import type { DocumentPath } from '../../../core/document-path.ts';
import type { Value } from '../../../core/record.ts';
import { deepCopy } from '../../../core/value.ts';
import type { CompileContext } from '../../contract/definition.ts';
import { compilePath, compileTargetPath } from '../../shared/target-path.ts';
import { type CompiledTransform, CopyMapping, deletion, type Mapping } from './mapping.ts';
import type { MappingSettings } from './schema.ts';
import { TRANSFORM_OPERATIONS } from './transforms/operations.ts';
import { TransformMistake, type TransformOperation } from './transforms/transform.ts';

/** Compiles one entry of `mappings`; reports what cannot work and then gives nothing. */
export async function compileMapping(
  settings: MappingSettings,
  index: number,
  context: CompileContext,
): Promise<Mapping | undefined> {
  const at: DocumentPath = ['mappings', index];
  const target = compileTargetPath(settings.target, [...at, 'target'], context);
  if (settings.source === undefined) return target && deletion(target);
  const source = compilePath(settings.source, [...at, 'source'], context);
  const transforms = await compileTransforms(settings, [...at, 'transforms'], context);
  if (target === undefined || source === undefined || transforms === undefined) return undefined;
  return new CopyMapping({
    index,
    source,
    target,
    onMissing: settings.onMissing ?? 'setNull',
    // Anything YAML or JSON can say is a value.
    defaultValue: deepCopy((settings.defaultValue ?? null) as Value),
    transforms,
  });
}

async function compileTransforms(
  { transforms = [] }: MappingSettings,
  at: DocumentPath,
  context: CompileContext,
): Promise<CompiledTransform[] | undefined> {
  const compiled: CompiledTransform[] = [];
  for (const [index, settings] of transforms.entries()) {
    const operation: TransformOperation = TRANSFORM_OPERATIONS[settings.op];
    try {
      const apply = await operation.compile(settings);
      const warning = operation.warning?.(settings);
      if (warning !== undefined) {
        const { setting, message } = warning;
        context.report({ at: [...at, index, setting], type: 'validation', severity: 'warning', message });
      }
      compiled.push({ name: settings.op, failureCode: operation.failureCode, apply });
    } catch (error) {
      if (!(error instanceof TransformMistake)) throw error;
      context.report({
        at: [...at, index, error.setting],
        type: 'validation',
        message: error.describe(`transform ${index}`),
        ...(error.offset === undefined ? {} : { offset: error.offset, quotable: true }),
      });
    }
  }
  return compiled.length === transforms.length ? compiled : undefined;
}
