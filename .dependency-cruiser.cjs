/**
 * The walls of the house, each a sentence. `test/architecture` plants a breach of every one and sees it caught.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const wall = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const specs = '\\.(spec|flow|contract)\\.ts$';
const pureLibraries = 'node_modules/(zod|decimal\\.js|temporal-polyfill|temporal-spec|temporal-utils)/';

module.exports = {
  forbidden: [
    wall(
      'the-kernel-knows-only-its-three-libraries',
      'The grammar is pure: what it needs beside itself is zod, decimal.js and temporal-polyfill.',
      { path: '^libs/kernel/', pathNot: specs },
      { pathNot: ['^libs/kernel/', pureLibraries] },
    ),
    wall(
      'the-domain-knows-only-the-kernel',
      'A decision needs no clock, no network and no database, so the domain cannot reach them.',
      { path: '^libs/domain/', pathNot: specs },
      { pathNot: ['^libs/(kernel|domain)/', pureLibraries] },
    ),
    wall(
      'the-event-store-knows-no-rule',
      'The port stores events of any business; what they mean is above it.',
      { path: '^libs/event-store/', pathNot: specs },
      { path: '^(libs/(domain|views|runs|platform)|apps)/' },
    ),
    wall(
      'the-views-never-write-to-the-log',
      'Reading and writing are apart: a view follows the log and knows nothing of what drives it.',
      { path: '^libs/views/', pathNot: specs },
      { path: '^(libs/(runs|platform)|apps)/' },
    ),
    wall(
      'the-runs-know-no-transport',
      'Long work is the same whether HTTP, the command line or a test asks for it.',
      { path: '^libs/runs/', pathNot: specs },
      { path: '^(libs/platform|apps)/' },
    ),
    wall(
      'the-libraries-know-no-app',
      'Apps are switches, not homes: no rule lives there, so nothing below may need one.',
      { path: '^libs/(?!testing/)' },
      { path: '^apps/' },
    ),
    wall(
      'what-ships-knows-nothing-of-the-tests',
      'Test doubles and development dependencies are not there in production.',
      { path: '^(apps|libs/(?!testing/)|migrations)', pathNot: specs },
      { path: ['^libs/testing/', '^test/'], dependencyTypesNot: ['type-only'] },
    ),
    wall(
      'a-library-is-entered-by-its-front-door',
      'What a library promises stands in its index; the rest may change.',
      { path: '^libs/([^/]+)/', pathNot: specs },
      { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^libs/$1/' },
    ),
    wall(
      'the-apps-enter-libraries-by-the-front-door',
      'What a library promises stands in its index; the rest may change.',
      { path: '^apps/', pathNot: specs },
      { path: '^libs/([^/]+)/src/(?!index\\.ts$)' },
    ),
    wall(
      'nothing-depends-on-itself-in-a-circle',
      'A circle cannot be read from a beginning.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    wall(
      'every-import-can-be-found',
      'An import that resolves to nothing breaks at run time.',
      { pathNot: '^test/architecture/' },
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['app-source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
