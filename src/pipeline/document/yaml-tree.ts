import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import type { ParseError } from './parse-error.ts';
import { rereadYamlScalar } from './reread-scalar.ts';
import type { SourceText } from './source-text.ts';
import { type ListNode, MAX_NESTING, type MapNode, type SourceNode } from './source-tree.ts';
import { collectionStart, NO_RANGE, placed, scalarStart } from './yaml-offset.ts';
import { plainScalarValue, SCALAR_TAGS, type ScalarTag, taggedScalarValue } from './yaml-scalar.ts';
import { nestingError, yamlSyntaxError } from './yaml-syntax-error.ts';

type Yaml = typeof import('js-yaml');

/** How many values aliases may add to a document. */
const MAX_ALIASED_VALUES = 100_000;
const CORE_TAG = /^!(?:!|<tag:yaml\.org,2002:)([a-z]+)>?$/;

/** A finished node with how many values it stands for, aliases expanded, and how deep it nests. */
interface Built {
  readonly node: SourceNode;
  readonly size: number;
  readonly height: number;
  /** An unquoted, untagged `<<`. */
  readonly isMerge: boolean;
}

interface Frame {
  readonly node: ListNode | MapNode;
  readonly anchor: string | undefined;
  size: number;
  height: number;
  /** The property whose value comes next. */
  key: { readonly name: string; readonly offset: number; readonly isMerge: boolean } | undefined;
  mergeSeen: boolean;
  /** Property names that came from `<<` and may be defined again. */
  readonly merged: Set<string>;
}

/**
 * Parses one YAML 1.2 document and keeps where everything stands. Anchors, aliases and merge keys (`<<`) are
 * resolved. `undefined` when the text holds no document.
 *
 * @throws {ParseError} with the position and never with text of the file
 */
export async function parseYamlTree(source: SourceText): Promise<SourceNode | undefined> {
  const yaml = await import('js-yaml');
  let events: Event[];
  try {
    events = yaml.parseEvents(source.text, { maxDepth: MAX_NESTING });
  } catch (error) {
    if (error instanceof yaml.YAMLException) throw yamlSyntaxError(source, error);
    if (error instanceof RangeError) throw nestingError(source, 0);
    throw error;
  }
  return new TreeBuilder(source, yaml).build(events);
}

class TreeBuilder {
  readonly #source: SourceText;
  readonly #yaml: Yaml;
  readonly #frames: Frame[] = [];
  /** `undefined` while the anchored list or mapping is still being built. */
  readonly #anchors = new Map<string, Built | undefined>();
  #aliasedValues = 0;
  #root: SourceNode | undefined;

  constructor(source: SourceText, yaml: Yaml) {
    this.#source = source;
    this.#yaml = yaml;
  }

  build(events: readonly Event[]): SourceNode | undefined {
    const { EVENT_ID } = this.#yaml;
    for (const event of events) {
      switch (event.type) {
        case EVENT_ID.DOCUMENT:
          if (event.directives.some((directive) => directive.kind === 'tag')) {
            throw this.#error('%TAG directives are not supported', 0);
          }
          this.#anchors.clear();
          break;
        case EVENT_ID.SCALAR:
          this.#scalar(event);
          break;
        case EVENT_ID.SEQUENCE:
          this.#open(event, { kind: 'list', offset: collectionStart(event), items: [] });
          break;
        case EVENT_ID.MAPPING:
          this.#open(event, { kind: 'map', offset: collectionStart(event), members: new Map() });
          break;
        case EVENT_ID.ALIAS:
          this.#alias(this.#source.text.slice(event.anchorStart, event.anchorEnd), event.anchorStart - 1);
          break;
        case EVENT_ID.POP:
          this.#close();
          break;
      }
    }
    return this.#root;
  }

  #scalar(event: ScalarEvent): void {
    const offset = scalarStart(event, this.#source.text, this.#yaml);
    const text = this.#yaml.getScalarValue(this.#source.text, event);
    const plain = event.style === this.#yaml.SCALAR_STYLE.PLAIN;
    const tag = this.#tag(event, offset);
    let value: string | number | bigint | boolean | null | undefined = text;
    if (tag !== undefined) value = isScalarTag(tag) ? taggedScalarValue(text, tag, this.#yaml) : undefined;
    else if (plain && event.tagStart === NO_RANGE) value = plainScalarValue(text, this.#yaml);
    if (value === undefined) throw this.#error('the value does not fit its tag', offset);
    const placeOf = (inside: number) =>
      rereadYamlScalar(this.#source.text, event, text, this.#yaml).placeOf(inside);
    const node: SourceNode =
      typeof value === 'string'
        ? { kind: 'scalar', offset, value, placeOf }
        : { kind: 'scalar', offset, value };
    const built = {
      node,
      size: 1,
      height: 0,
      isMerge: plain && event.tagStart === NO_RANGE && text === '<<',
    } as const;
    const anchor = this.#anchorOf(event);
    if (anchor !== undefined) this.#anchors.set(anchor, built);
    this.#add(built);
  }

  #open(event: SequenceEvent | MappingEvent, node: ListNode | MapNode): void {
    const parent = this.#frames.at(-1);
    if (parent?.node.kind === 'map' && parent.key === undefined) throw this.#keyError(node);
    const tag = this.#tag(event, node.offset);
    if (tag !== undefined && tag !== (node.kind === 'list' ? 'seq' : 'map')) {
      throw this.#error('the value does not fit its tag', node.offset);
    }
    const anchor = this.#anchorOf(event);
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    this.#frames.push({
      node,
      anchor,
      size: 1,
      height: 1,
      key: undefined,
      mergeSeen: false,
      merged: new Set(),
    });
  }

  #close(): void {
    const frame = this.#frames.pop();
    // The event that closes the document has no frame of its own.
    if (frame === undefined) return;
    const built = { node: frame.node, size: frame.size, height: frame.height, isMerge: false };
    if (frame.anchor !== undefined) this.#anchors.set(frame.anchor, built);
    this.#add(built);
  }

  #alias(name: string, offset: number): void {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      const open = this.#anchors.has(name);
      throw this.#error(
        open
          ? 'the anchored value contains itself'
          : 'alias without an anchor of that name; put a value that starts with "*" in quotes',
        offset,
      );
    }
    this.#aliasedValues += target.size;
    if (this.#aliasedValues > MAX_ALIASED_VALUES) {
      throw this.#error(
        `excessive aliasing: aliases stand for more than ${MAX_ALIASED_VALUES} values`,
        offset,
      );
    }
    if (this.#frames.length + target.height > MAX_NESTING) throw nestingError(this.#source, offset);
    this.#add({ ...target, node: { ...target.node, offset }, isMerge: false });
  }

  #add(built: Built): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      this.#addRoot(built.node);
      return;
    }
    if (frame.node.kind === 'map' && frame.key === undefined) {
      this.#setKey(frame, frame.node, built);
      return;
    }
    frame.size += built.size;
    frame.height = Math.max(frame.height, built.height + 1);
    if (frame.node.kind === 'list') {
      frame.node.items.push(placed(built.node, frame.node.offset));
    } else if (frame.key !== undefined) {
      const { name, offset, isMerge } = frame.key;
      const node = placed(built.node, offset);
      frame.key = undefined;
      if (isMerge) this.#merge(frame, frame.node, node);
      else frame.node.members.set(name, { keyOffset: offset, node });
    }
  }

  #addRoot(node: SourceNode): void {
    const isEmpty = node.kind === 'scalar' && node.offset === NO_RANGE;
    if (this.#root === undefined) {
      this.#root = placed(node, 0);
    } else if (!isEmpty) {
      throw this.#source.error(
        'format',
        'several YAML documents in one file; keep one per file',
        node.offset,
      );
    }
  }

  #setKey(frame: Frame, map: MapNode, { node, isMerge }: Built): void {
    const offset = node.offset === NO_RANGE ? map.offset : node.offset;
    if (node.kind !== 'scalar' || typeof node.value !== 'string') throw this.#keyError({ ...node, offset });
    const earlier = map.members.get(node.value);
    if (isMerge ? frame.mergeSeen : earlier !== undefined && !frame.merged.has(node.value)) {
      const where =
        earlier === undefined ? '' : ` at line ${this.#source.positionAt(earlier.keyOffset).line}`;
      throw this.#error(`mapping key already defined${where}`, offset);
    }
    if (isMerge) frame.mergeSeen = true;
    else frame.merged.delete(node.value);
    frame.key = { name: node.value, offset, isMerge };
  }

  #merge(frame: Frame, map: MapNode, source: SourceNode): void {
    for (const part of source.kind === 'list' ? source.items : [source]) {
      if (part.kind !== 'map') {
        throw this.#error('"<<" needs a mapping or a list of mappings', part.offset);
      }
      for (const [name, member] of part.members) {
        if (map.members.has(name)) continue;
        map.members.set(name, member);
        frame.merged.add(name);
      }
    }
  }

  /** The core tag a node carries; `undefined` for none and for the non-specific `!`. */
  #tag(event: ScalarEvent | SequenceEvent | MappingEvent, offset: number): string | undefined {
    if (event.tagStart === NO_RANGE) return undefined;
    const raw = this.#source.text.slice(event.tagStart, event.tagEnd);
    if (raw === '!') return undefined;
    const name = CORE_TAG.exec(raw)?.[1];
    if (name === undefined || !(isScalarTag(name) || name === 'seq' || name === 'map')) {
      throw this.#error('unknown tag; put a value that starts with "!" in quotes', offset);
    }
    return name;
  }

  #anchorOf(event: ScalarEvent | SequenceEvent | MappingEvent): string | undefined {
    return event.anchorStart === NO_RANGE
      ? undefined
      : this.#source.text.slice(event.anchorStart, event.anchorEnd);
  }

  #keyError(node: SourceNode): ParseError {
    const hint =
      node.kind === 'map' ? '; put a value that starts with "{" in quotes' : '; put the key in quotes';
    return this.#source.error('format', `keys must be strings${hint}`, node.offset);
  }

  #error(message: string, offset: number): ParseError {
    return this.#source.error('syntax', message, offset);
  }
}

function isScalarTag(name: string): name is ScalarTag {
  return (SCALAR_TAGS as readonly string[]).includes(name);
}
