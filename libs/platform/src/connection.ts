import { type CustomTypesConfig, type PoolConfig, types } from 'pg';

/** Where unqualified names are looked up: every statement of views and runs is written against this. */
const searchPath = 'views,ledger,ops,public';

const dateOid = 1082;
const dateArrayOid = 1182;
const textArrayOid = 1009;

/** Days stay text, since a `Date` would move them by the process's time zone; int8 and numeric are text as `pg` has them. */
const typeParsers: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown => {
    if (format === 'binary') return types.getTypeParser(oid, 'binary');
    if (oid === dateOid) return (text: string) => text;
    return types.getTypeParser(oid === dateArrayOid ? textArrayOid : oid, 'text');
  },
};

/** How every connection of the product is made, whether the database is embedded or the user's own. */
export const connectionSettings = (
  target: string | PoolConfig,
  { name, path = searchPath }: { readonly name: string; readonly path?: string },
): PoolConfig => {
  const options = `-c search_path=${path} -c TimeZone=UTC`;
  return {
    ...(typeof target === 'string'
      ? { connectionString: withOptions(target, options) }
      : { ...target, options: `${target.options ?? ''} ${options}`.trim() }),
    application_name: name,
    client_encoding: 'UTF8',
    types: typeParsers,
    keepAlive: true,
    connectionTimeoutMillis: 30_000,
  };
};

/** What an address says wins over the settings beside it, so ours go into it, behind the user's own. */
const withOptions = (address: string, options: string): string => {
  const url = new URL(address);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} ${options}`.trim());
  return url.toString();
};
