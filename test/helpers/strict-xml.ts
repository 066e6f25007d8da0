import { SaxesParser } from 'saxes';

/** An element of a document that a strict parser accepted. Comments and processing instructions are refused. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All character data directly inside it, references resolved. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

/**
 * Parses an XML 1.0 document that consists of elements, attributes and character data only.
 *
 * @throws {Error} when it is not well-formed, or holds a comment, a CDATA section, a document type or a processing
 *   instruction
 */
export function parseStrictXml(xml: string): XmlElement {
  const document: OpenElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [document];
  const current = (): OpenElement => open.at(-1) ?? document;
  const refuse = (): never => {
    throw new Error(`the document holds more than elements and text: ${xml}`);
  };
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: OpenElement = { name, attributes: { ...attributes }, children: [], text: '' };
    current().children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => {
    current().text += text;
  });
  parser.on('comment', refuse);
  parser.on('cdata', refuse);
  parser.on('doctype', refuse);
  parser.on('processinginstruction', refuse);
  parser.write(xml).close();
  const [root] = document.children;
  if (root === undefined) throw new Error('the document has no element');
  return root;
}
