/** What of a question is kept: which accounts, of when, and by which filter. What else an address may hold is not written down. */
const kept = new Set([
  ...['externalId', 'scheme', 'view', 'asOf', 'knownAt', 'minPosition', 'tier', 'target', 'a', 'b'],
  ...['from', 'to', 'state', 'seat', 'quarter', 'measure', 'type', 'actor', 'route', 'status', 'limit'],
]);

/** The path of an address with the parameters that are kept. */
export const askedPath = (url: string): string => {
  const at = url.indexOf('?');
  if (at < 0) return url;
  const said = url
    .slice(at + 1)
    .split('&')
    .filter((parameter) => kept.has(parameter.split('=', 1)[0]!));
  return said.length === 0 ? url.slice(0, at) : `${url.slice(0, at)}?${said.join('&')}`;
};
