// `npm run audit`, part of the gate: fails when the registry knows of a vulnerability, high or critical, in what runs; tells of
// the others. A registry that answers no `npm audit` is no reason to stop: it is said that nothing was looked at.
import { spawnSync } from 'node:child_process';

const { stdout, stderr } = spawnSync('npm', ['audit', '--json', '--omit=dev'], { encoding: 'utf8' });
const report = parsed(stdout);

if (report?.vulnerabilities === undefined) {
  console.log(`audit: skipped, the registry does not answer npm audit (${report?.message ?? stderr.trim()})`);
  process.exit(0);
}

const found = Object.values(report.vulnerabilities);
for (const { name, severity, range } of found) console.log(`audit: ${severity} in ${name} ${range}`);
const grave = found.filter(({ severity }) => severity === 'high' || severity === 'critical');
console.log(`audit: ${found.length} found in what runs, ${grave.length} of them high or critical`);
if (grave.length > 0) console.error('audit: `npm audit --omit=dev` says what they are and what mends them.');
process.exit(grave.length > 0 ? 1 : 0);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
