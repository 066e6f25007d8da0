import type { DocumentPath } from '../../core/document-path.ts';
import type { DataObject, Value } from '../../core/record.ts';
import { setOwn } from '../../core/value.ts';

/** How deep lists and mappings may stand in each other. The YAML parser recurses and needs a bound. */
export const MAX_NESTING = 1000;

/** A parsed file before it becomes values: every node knows the offset where it starts. */
export type SourceNode = ScalarNode | ListNode | MapNode;

interface ScalarNode {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly value: null | boolean | string | number | bigint;
  /**
   * Where a character of a text value stands in the file, found by reading the scalar again; `undefined` when that
   * cannot be told.
   */
  readonly placeOf?: (offset: number) => number | undefined;
}

export interface ListNode {
  readonly kind: 'list';
  readonly offset: number;
  readonly items: SourceNode[];
}

export interface MapNode {
  readonly kind: 'map';
  readonly offset: number;
  readonly members: Map<string, Member>;
}

/** A property of a mapping and where its name stands. */
export interface Member {
  readonly keyOffset: number;
  readonly node: SourceNode;
}

/** The value of a node. A node that is reached twice through YAML aliases gives two values that share nothing. */
export function nodeValue(node: SourceNode): Value {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(nodeValue);
    case 'map': {
      const object: DataObject = {};
      for (const [key, member] of node.members) setOwn(object, key, nodeValue(member.node));
      return object;
    }
  }
}

/**
 * The offset of the node at a path, or of its property name. When nothing stands there, the offset of the
 * nearest ancestor.
 */
export function offsetOf(root: SourceNode, path: DocumentPath, part: 'key' | 'value'): number {
  let node = root;
  let keyOffset: number | undefined;
  for (const segment of path) {
    const child = childOf(node, segment);
    if (child === undefined) return node.offset;
    ({ keyOffset, node } = child);
  }
  return part === 'key' ? (keyOffset ?? node.offset) : node.offset;
}

/**
 * The offset in the file of a character of the text value at a path; where the value starts when the place cannot
 * be told, and as {@link offsetOf} when no text stands there.
 *
 * @param offset UTF-16 offset in the value
 */
export function offsetInside(root: SourceNode, path: DocumentPath, offset: number): number {
  const node = path.reduce<SourceNode | undefined>(
    (parent, segment) => parent && childOf(parent, segment)?.node,
    root,
  );
  const place = node?.kind === 'scalar' ? node.placeOf?.(offset) : undefined;
  return place ?? offsetOf(root, path, 'value');
}

function childOf(
  node: SourceNode,
  segment: string | number,
): { keyOffset?: number; node: SourceNode } | undefined {
  if (node.kind === 'map') return node.members.get(String(segment));
  const item = node.kind === 'list' ? node.items[Number(segment)] : undefined;
  return item === undefined ? undefined : { node: item };
}
