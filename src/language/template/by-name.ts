/** Definitions by name and alias. */
export function byName<T extends { readonly name: string; readonly aliases?: readonly string[] }>(
  definitions: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(
    definitions.flatMap((definition) =>
      [definition.name, ...(definition.aliases ?? [])].map((name) => [name, definition] as const),
    ),
  );
}
