import type { NamePart } from './spanName.ts';

/** A character that no source has, in place of a variable. */
const HOLE = '\0';

/** Query parameters that sign a request, which the conventions want redacted wherever they occur. */
const signatures =
  /([?&](?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|AWSAccessKeyId|Signature|sig|X-Goog-Signature|access_token|refresh_token|id_token|token|api_?key|apikey|key|password|secret|client_secret)=)[^&#"'`]+/gi;
const userinfo = /(:\/\/)[^/?#"'`]*@/;
const REDACTED = 'REDACTED';

/** What the text of a URL tells of the server. */
export interface Server {
  readonly address: string;
  readonly port: number;
}

/** The server that a URL names where the text says all of it. */
export function serverOf(parts: readonly NamePart[] | undefined): Server | undefined {
  const found = /^(https?):\/\/(?:[^/?#]*@)?(\[[^\]]+\]|[^/?#:]+)(?::([^/?#]*))?/i.exec(joined(parts));
  if (!found) return undefined;
  const [, scheme, host, port] = found;
  // A variable at the end may go on with the name.
  const isWhole = found[0].length < joined(parts).length || !parts!.includes(null);
  if (!isWhole || found[0].includes(HOLE) || (port && !/^\d+$/.test(port))) return undefined;
  return {
    address: host!.replace(/^\[|\]$/g, '').toLowerCase(),
    port: port ? Number(port) : scheme!.toLowerCase() === 'https' ? 443 : 80,
  };
}

/** Whether a URL leads from a base that only the run knows. */
export function isRelative(parts: readonly NamePart[] | undefined): boolean {
  return parts !== undefined && !joined(parts).startsWith(HOLE) && !/^[a-z][a-z\d+.-]*:/i.test(joined(parts));
}

/**
 * The source of a URL without user, password and signature, as the conventions want it; `undefined` where a secret
 * stands in it that cannot be cut out of the source.
 */
export function withoutSecrets(source: string, parts: readonly NamePart[] | undefined): string | undefined {
  const clean = source.replace(userinfo, `$1${REDACTED}:${REDACTED}@`).replace(signatures, `$1${REDACTED}`);
  const hasUser = userinfo.test(joined(parts));
  return hasUser && !clean.includes(`${REDACTED}:${REDACTED}@`) ? undefined : clean;
}

function joined(parts: readonly NamePart[] | undefined): string {
  return (parts ?? []).map((part) => part ?? HOLE).join('');
}
