import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { importing, openWorld } from './world';
it('bench', async () => {
  const w = await openWorld({});
  await w.jobs.start();
  if (process.env.PROJ) { await w.projector.start(); await w.reassessment.start(); }
  const take = importing(w);
  const t = async (kind: 'accounts' | 'revenue', file: string) => {
    const s = performance.now();
    let peak = 0; const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
    const { result, job } = await take(kind, readFileSync(file));
    clearInterval(timer);
    const ms = performance.now() - s;
    console.log(kind, result ?? job, Math.round(ms), 'ms', Math.round((Number(result?.rows) / ms) * 1000), '/s peak', Math.round(peak / 1e6));
  };
  await t('accounts', '/work/shared/data/online_retail/accounts.csv');
  await t('revenue', '/work/shared/data/online_retail/revenue_lines.csv.gz');
  await t('revenue', '/work/shared/data/online_retail/revenue_lines.csv.gz');
  await w.close();
}, 300000);
void gunzipSync;
