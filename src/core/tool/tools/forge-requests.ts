import type { Spending } from '../../shared/budgets.js';
import { isOpening, says } from '../carried/opening.js';
import type { CarriedPart } from '../carried/request.js';
import { settingsOfParts } from '../carried/settings.js';
import type { Draft } from '../table.js';

/** The interfaces of GitHub, GitLab and their like, at home and at somebody's own host. */
export function isForge(host: string, path: string): boolean {
  return (
    /(?:^|\.)(?:api\.github\.com|gitlab\.[a-z]+|codeberg\.org|bitbucket\.org)$|^(?:git|github|gitea|forgejo)\./i.test(host) ||
    /^\/api\/v[134]\/(?:repos|projects|orgs|groups)\//.test(path)
  );
}

/** What a request to a forge does beyond its method: the twin of a command that says it in words. */
export function forgeMeaning(method: string, path: string, parts: readonly CarriedPart[], world: Spending): Partial<Draft> {
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE') return {};
  const given = settingsOfParts(parts, '', world);
  const road = path.replace(/[?#].*/s, '');
  if (/\/git\/refs\/|\/branches\/[^/]+$/.test(road) && says(given, /^force$/, /^true$/)) return { verb: 'modify', traits: ['rewrites-history', 'force'] };
  if (/\/(?:merge|merges|merge-upstream|rebase)$/.test(road) && /\/(?:pulls|pullrequests|merge_requests)\/\d+\/|\/merges$/.test(road))
    return { verb: 'modify', traits: ['published'] };
  if (/\/(?:transfer|archive|rename)$/.test(road)) return { verb: 'destroy', resource: `repository ${road}` };
  if (!/\/(?:repos\/[^/]+\/[^/]+|repositories\/[^/]+\/[^/]+|projects\/[^/]+|orgs\/[^/]+|groups\/[^/]+)\/?$/.test(road)) return {};
  if (isOpening(given)) return { verb: 'expose' };
  if (says(given, /^archived$/, /^true$/)) return { verb: 'destroy', resource: `repository ${road}` };
  return {};
}
