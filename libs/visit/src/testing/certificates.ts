import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

export type Certificate = { key: string; cert: string };

/** A certificate authority of a test's own, trusted by this process, and certificates for names made by it. */
export function certificateAuthority() {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Test CA',
    '-days',
    '2',
  );
  setDefaultCACertificates([...getCACertificates('bundled'), readFileSync(file('ca.pem'), 'utf8')]);
  let serial = 1;

  return {
    certify(name: string, { expired = false, own = false } = {}): Certificate {
      const base = `c${serial++}`;
      const [key, request, made] = [`${base}.key`, `${base}.csr`, `${base}.pem`];
      openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${name}`);
      writeFileSync(file(`${base}.cnf`), configOf(name));
      // Only `ca` makes certificates of another time than now (OpenSSL 3.0).
      const until = expired
        ? ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z']
        : ['-days', '2'];
      const by = own ? ['-selfsign', '-keyfile', key] : ['-cert', 'ca.pem', '-keyfile', 'ca.key'];
      writeFileSync(file('index.txt'), '');
      openssl(
        'ca',
        '-batch',
        '-notext',
        '-config',
        `${base}.cnf`,
        '-in',
        request,
        '-out',
        made,
        ...until,
        ...by,
      );
      return { key: readFileSync(file(key), 'utf8'), cert: readFileSync(file(made), 'utf8') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const configOf = (name: string) => `[ca]
default_ca = d
[d]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = p
x509_extensions = x
[p]
commonName = supplied
[x]
subjectAltName = DNS:${name}
`;
