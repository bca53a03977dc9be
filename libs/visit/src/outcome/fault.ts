import { type FailureCode, LocalFault } from '@trunkline/policy';
import { Ended } from '../visit.ts';

/** Codes of faults of this machine: no descriptor, port, buffer or room is left, or the disk fails. */
const localCodes = new Set([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'STORE',
]);

const tlsCode =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_|HOSTNAME_MISMATCH|EPROTO)/;

/** The stable code of an error: its own, or that of the first one inside it. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** No file descriptor is left, to this process or to the machine. */
export const outOfDescriptors = (code: string) => code === 'EMFILE' || code === 'ENFILE';

/** Throws what is our own fault as a LocalFault; it is never charged to a URL or host. */
export function throwIfLocal(error: unknown, doing: string): void {
  if (error instanceof LocalFault) throw error;
  const code = codeOf(error);
  if (localCodes.has(code)) throw new LocalFault(code, `${doing} failed here: ${code}`, { cause: error });
}

/** A failure of the origin; `detail` is for people and names the error's own code. */
export function failed(code: FailureCode, detail: string): Ended {
  return new Ended({ kind: 'failed', code, detail });
}

/** What an error while connecting means. */
/** A certificate that was not accepted: whose connection is good but for that. */
export const isOfCertificate = (code: string): boolean =>
  /^(?:ERR_TLS_CERT|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_|HOSTNAME_MISMATCH)/.test(code);

export function connectFailure(error: unknown, where: string): Ended {
  throwIfLocal(error, `Connecting to ${where}`);
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return failed('CONNECT_REFUSED', `${where} refused the connection`);
  if (code === 'ETIMEDOUT' || code === 'CONNECT_TIMEOUT') {
    return failed('CONNECT_TIMEOUT', `${where} did not answer in time`);
  }
  if (tlsCode.test(code)) return failed('TLS_FAILED', `${where}: ${code}`);
  return failed('CONNECT_FAILED', `${where}: ${code || 'connection failed'}`);
}

/** What an error on the way through the job's proxy means; the proxy is a secret, so it is not named. */
export function proxyFailure(error: unknown, origin: string): Ended {
  throwIfLocal(error, `Connecting to ${origin} by the proxy of the job`);
  const code = codeOf(error);
  // The tunnel stood when the certificate was looked at: that is the origin's.
  if (tlsCode.test(code)) return failed('TLS_FAILED', `${origin}: ${code}`);
  const what =
    code === 'PROXY_FAILED' ? (error as Error).message : `cannot be connected to: ${code || 'closed'}`;
  return failed('PROXY_FAILED', `${origin}: the proxy of the job ${what}`);
}

/** What an error between writing the request and the whole headers means. */
export function headersFailure(error: unknown, where: string): Ended {
  throwIfLocal(error, `Asking ${where}`);
  const code = codeOf(error);
  if (tlsCode.test(code)) return failed('TLS_FAILED', `${where}: ${code}`);
  return failed('RESET', `${where}: ${code || 'the connection was closed'}`);
}
