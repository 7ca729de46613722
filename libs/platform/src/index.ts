export * from './await-database';
export * from './config';
export * from './connection';
export * from './database';
export * from './instance';
export * from './signing-key';
