const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const {
  $schema: _schema,
  exclude: _exclude,
  ...swc
} = JSON.parse(readFileSync(join(__dirname, '.swcrc'), 'utf8'));

/** Packages published as native modules only: Jest reads them as CommonJS once swc has been over them. */
const nativeModules = [
  '@nestjs',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
  'jose',
  'temporal-polyfill',
  'temporal-spec',
  'temporal-utils',
];

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: '\\.(spec|flow)\\.ts$',
  moduleFileExtensions: ['js', 'ts', 'json'],
  transform: { '^.+\\.(ts|js|mjs)$': ['@swc/jest', { ...swc, swcrc: false }] },
  transformIgnorePatterns: [`/node_modules/(?!(${nativeModules.join('|')})/)`],
  testEnvironmentOptions: { customExportConditions: ['app-source', 'node', 'node-addons'] },
  // As many as there are cores: half of the time of a test is its PostgreSQL's, which is a process of its own.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '768MB',
  // Nothing takes this long, not even half a minute's work on a machine that is many times slower or has no core to spare:
  // so no test has a limit of its own.
  testTimeout: 900_000,
};
