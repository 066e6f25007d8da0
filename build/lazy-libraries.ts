import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * A dynamic `import()` of a package, as the runtime writes it for a heavy library, becomes an asset of the executable:
 * the main file stays small (Node.js reads all of it at start), and the library is compiled when it is first used.
 *
 * The import goes through two virtual modules. The outer one is an ES module that re-exports everything, so that
 * the namespace is the one Node.js gives for the package; the inner one is CommonJS and takes the asset, because
 * esbuild copies names from a CommonJS module that are not known before it runs.
 */
const NAMESPACE = 'lazy-library';
const ASSET_NAMESPACE = 'lazy-library-asset';
const LOADER_NAMESPACE = 'lazy-library-loader';

/** Name of the asset that holds a package: `lib/got.js`. The name appears in stack traces. */
export function libraryAsset(specifier: string): string {
  return `lib/${specifier}.js`;
}

/** Whether a dynamic import of `specifier` names a package rather than a file or a module of Node.js. */
export function isPackageSpecifier(specifier: string): boolean {
  return /^(@[\w.-]+\/)?[\w][\w.-]*(\/|$)/.test(specifier) && !isBuiltin(specifier);
}

/**
 * Replaces dynamic imports of packages by a module that compiles the asset, and collects the packages in `found`.
 * Imports inside `node_modules` are left alone: they are bundled into their library.
 */
export function lazyLibraries(found: Set<string>): Plugin {
  return {
    name: 'lazy-libraries',
    setup(build) {
      build.onResolve({ filter: /^[@\w]/ }, ({ path, kind, importer, namespace }) => {
        if (namespace === NAMESPACE) {
          return { path, namespace: ASSET_NAMESPACE };
        }
        const fromPackage = /[\\/]node_modules[\\/]/.test(importer);
        if (kind !== 'dynamic-import' || fromPackage || !isPackageSpecifier(path)) {
          return undefined;
        }
        found.add(path);
        return { path, namespace: NAMESPACE };
      });
      build.onResolve({ filter: /^#load$/, namespace: ASSET_NAMESPACE }, () => ({
        path: 'load',
        namespace: LOADER_NAMESPACE,
      }));
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: reExport(path),
        loader: 'js',
      }));
      build.onLoad({ filter: /.*/, namespace: ASSET_NAMESPACE }, ({ path }) => ({
        contents: `module.exports = require('#load')(${JSON.stringify(libraryAsset(path))});`,
        loader: 'js',
      }));
      build.onLoad({ filter: /.*/, namespace: LOADER_NAMESPACE }, () => ({ contents: LOADER, loader: 'js' }));
    },
  };
}

/** A module with every export of a package, `default` included when there is one. */
export function reExport(specifier: string): string {
  const name = JSON.stringify(specifier);
  return `export * from ${name};\nimport * as library from ${name};\nexport default library.default;\n`;
}

const LOADER = `
const { getAsset } = require('node:sea');
const { compileFunction } = require('node:vm');
module.exports = (name) => {
  const library = { exports: {} };
  const run = compileFunction(
    getAsset(name, 'utf8'),
    ['exports', 'require', 'module', '__filename', '__dirname'],
    { filename: name },
  );
  run.call(library.exports, library.exports, require, library, __filename, __dirname);
  return library.exports;
};
`;
