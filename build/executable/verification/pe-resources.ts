import { directoryOf, type PeImage, sectionNamed } from './pe-image.ts';
import type { Window } from './window.ts';

const RESOURCE_DIRECTORY = 2;
const HIGH_BIT = 0x8000_0000;

export interface ResourceData {
  /** Type, name and language; names of resources are text, numbers are written `#10`. */
  path: string[];
  content: Buffer;
}

/** All resources of a Windows executable, from the directory tree of three levels in `.rsrc` (Microsoft, "PE Format"). */
export function readResources(image: PeImage): ResourceData[] {
  const section = sectionNamed(image, '.rsrc');
  const directory = directoryOf(image, RESOURCE_DIRECTORY);
  const area = image.file.part(
    'PE resources',
    section.offset,
    Math.min(section.memorySize, section.fileSize),
  );
  if (directory.address !== section.address)
    area.broken(0, 'the resource directory is not at the start of .rsrc');
  return readLevel(area, 0, []).map(({ path, at }) => {
    const content = area.bytes(area.u32(at) - section.address, area.u32(at + 4));
    return { path, content };
  });
}

function readLevel(area: Window, at: number, path: string[]): { path: string[]; at: number }[] {
  const count = area.u16(at + 12) + area.u16(at + 14);
  return Array.from({ length: count }, (_, index) => at + 16 + index * 8).flatMap((entry) => {
    const below = [...path, nameOf(area, area.u32(entry))];
    const target = area.u32(entry + 4);
    const isDirectory = target >= HIGH_BIT;
    if (isDirectory !== below.length < 3) area.broken(entry, 'the resources are not a tree of three levels');
    return isDirectory ? readLevel(area, target - HIGH_BIT, below) : [{ path: below, at: target }];
  });
}

/** A number, or with the high bit set the offset of a counted UTF-16 text. */
function nameOf(area: Window, name: number): string {
  if (name < HIGH_BIT) return `#${name}`;
  const at = name - HIGH_BIT;
  return area.bytes(at + 2, area.u16(at) * 2).toString('utf16le');
}
