export * from './await-database';
export * from './config';
export * from './connection';
export * from './database';
export { EmbeddedPostgresError } from './embedded-postgres/trouble';
export * from './instance';
export * from './open-instance';
export * from './roles';
export * from './signing-key';
