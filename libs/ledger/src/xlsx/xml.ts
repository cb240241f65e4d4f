import { SaxesParser } from 'saxes';
import { damaged, Unreadable } from '../unreadable';
import type { Zip } from './zip';

export type Attributes = Readonly<Record<string, string>>;
/** What is done at each mark-up of a document; element and attribute names without their prefix. */
export type Handlers = { readonly open?: (name: string, attributes: Attributes) => void; readonly close?: (name: string) => void; readonly text?: (text: string) => void };

const local = (name: string) => name.slice(name.indexOf(':') + 1);
/** No cell and no tag of a spreadsheet is longer: a document that is would be gathered in memory. */
const longest = 4 * 1024 * 1024;

/**
 * Parses one XML part of a workbook piece by piece; gives the bytes read so far after each. No document type is taken, so that no entity can be defined.
 * @throws Unreadable
 */
export async function* walk(zip: Zip, part: string, { open, close, text }: Handlers): AsyncGenerator<number, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser();
  let [read, markedAt] = [0, 0];
  const marked = () => { markedAt = read; };
  parser.on('doctype', () => { throw damaged(); });
  parser.on('opentag', ({ name, attributes }) => { marked(); open?.(local(name), attributes as Attributes); });
  parser.on('closetag', ({ name }) => { marked(); close?.(local(name)); });
  if (text) { parser.on('text', text); parser.on('cdata', text); }
  const guarded = (step: () => void) => {
    try {
      step();
    } catch (error) {
      throw error instanceof Unreadable ? error : damaged();
    }
  };
  for await (const piece of zip.pieces(part)) {
    read += piece.byteLength;
    guarded(() => parser.write(decoder.decode(piece, { stream: true })));
    if (read - markedAt > longest) throw damaged();
    yield read;
  }
  guarded(() => parser.write(decoder.decode()).close());
}

/** What a workbook needs beside its sheets and their strings is small; what is not would be gathered in memory. */
const largestPart = 32 * 1024 * 1024;

/** A part read to its end. @throws Unreadable */
export const whole = async (zip: Zip, part: string, handlers: Handlers, largest = largestPart): Promise<void> => {
  if (zip.size(part) > largest) throw damaged();
  for await (const _ of walk(zip, part, handlers));
};
