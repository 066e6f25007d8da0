import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/** Name of the asset that holds a package: `lib/got.js`. The name appears in stack traces. */
export function libraryAsset(specifier: string): string {
  return `lib/${specifier}.js`;
}

/** Whether a dynamic import of `specifier` names a package rather than a file or a module of Node.js. */
export function isPackageSpecifier(specifier: string): boolean {
  return /^(@[\w.-]+\/)?[\w][\w.-]*(\/|$)/.test(specifier) && !isBuiltin(specifier);
}

/**
 * Turns a dynamic `import()` of a package, as the runtime writes it for a heavy library, into an import of an asset,
 * and collects the packages in `found`. Imports inside `node_modules` are left alone: they are bundled into their
 * library.
 */
export function lazyLibraries(found: Set<string>): Plugin {
  return {
    name: 'lazy-libraries',
    setup(build) {
      build.onResolve({ filter: /^[@\w]/ }, ({ path, kind, importer }) => {
        const fromPackage = /[\\/]node_modules[\\/]/.test(importer);
        if (kind !== 'dynamic-import' || fromPackage || !isPackageSpecifier(path)) {
          return undefined;
        }
        found.add(path);
        return { path: libraryAsset(path), external: true };
      });
    },
  };
}

/** A module with every export of a package, `default` included when there is one. */
export function reExport(specifier: string): string {
  const name = JSON.stringify(specifier);
  return `export * from ${name};\nimport * as library from ${name};\nexport default library.default;\n`;
}
