/**
 * The layers of docs/architecture.md as rules: imports point down this list, never up.
 * A layer may import itself and every layer below it.
 */
const LAYERS = [
  '^src/main\\.ts$',
  '^src/cli/',
  '^src/pipeline/',
  '^src/modules/',
  '^src/clients/',
  '^src/(language|observability)/',
  '^src/core/',
];

const upward = LAYERS.slice(1).map((layer, index) => ({
  name: `no-upward-import-from-${layer.replace(/[^a-z|]/g, '')}`,
  severity: 'error',
  comment: 'Imports point down the list of layers in docs/architecture.md.',
  from: { path: layer },
  to: { path: LAYERS.slice(0, index + 1) },
}));

module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.test\\.ts$', '^test/', '\\.d\\.ts$', '^src/main\\.ts$', '^build/[^/]+\\.ts$'],
      },
      to: {},
    },
    {
      name: 'language-is-pure',
      severity: 'error',
      comment: 'Languages turn text into values and do no I/O.',
      from: { path: '^src/language/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'language-and-observability-are-siblings',
      severity: 'error',
      from: { path: '^src/language/' },
      to: { path: '^src/observability/' },
    },
    {
      name: 'modules-do-not-know-each-other',
      severity: 'error',
      comment: 'A module folder uses modules/contract and modules/shared, never another module.',
      from: { path: '^src/modules/(inputs|filters|outputs)/([^/]+)/' },
      to: { path: '^src/modules/(inputs|filters|outputs)/', pathNot: ['^src/modules/$1/$2/'] },
    },
    {
      name: 'only-built-in-knows-all-modules',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/modules/(built-in\\.ts|inputs/|filters/|outputs/)'] },
      to: { path: '^src/modules/(inputs|filters|outputs)/' },
    },
    {
      name: 'clients-know-nothing-of-pipelines',
      severity: 'error',
      from: { path: '^src/clients/' },
      to: { path: '^src/(modules|pipeline|cli)/' },
    },
    {
      name: 'product-does-not-import-the-toolchain',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(build|test)/' },
    },
    {
      name: 'verification-shares-nothing-with-what-it-verifies',
      severity: 'error',
      comment:
        'A mistake in the code that writes executables must not be repeated by the code that checks them.',
      from: { path: '^build/executable/verification/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(build|src)/',
        pathNot: ['^build/executable/verification/', '^build/executable/format\\.ts$'],
      },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'unknown', 'undetermined'] },
    },
    {
      name: 'product-uses-runtime-dependencies-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
