/**
 * The format of `.countersign/policy.json`: the one source of its decoder, of the editor's JSON Schema and of the table in
 * the documentation. A description here is a hover there.
 */
import * as v from 'valibot';
import { bands } from '../risk/assessment.js';
import { verbs } from '../tool/effect.js';
import { heldLevels } from '../toolcall/level.js';
import { callerIds } from '../toolcall/toolcall.js';
import { policyBounds as bounds } from './bounds.js';
import { globForm } from './glob.js';
import { peerReviews } from './peer-review.js';
import {
  defaultBreakGlass,
  defaultCourier,
  defaultExpiry,
  defaultReviewHours,
  defaultTellAfterHours,
} from './team-policy.js';
import { presences } from './verdict.js';

/** A form that a text has to have; the words are what a person reads who wrote another. */
const formed = (most: number, form: RegExp, expected: string) =>
  v.pipe(v.string(), v.maxLength(most), v.regex(form, expected));

const kebab = formed(
  bounds.name,
  /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
  'lower-case words and digits, joined by hyphens',
);
const glob = formed(
  bounds.glob,
  globForm,
  `a glob of visible characters without braces and backslashes, with at most ${bounds.stars} stars in a part and 3 double ones`,
);
const person = formed(
  bounds.glob,
  /^[^\s\p{Cc}\p{Cf}*?!,[\]]+$/u,
  'one person as .countersign/allowed_signers names them, no pattern',
);
const systemName = formed(bounds.name, /^[a-z0-9][a-z0-9.-]*$/, 'a system in lower case, such as aws');
const courierUrl = formed(
  bounds.courier,
  /^(?!.*\/\/[^/@:]*:[^/@]*@)[^\s\p{Cc}\p{Cf}]+$/u,
  'git or a URL without credentials',
);
const archiveKey = formed(
  bounds.courier,
  /^[^\s+\p{Cc}\p{Cf}]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/u,
  'the key that countersign collect prints',
);
const line = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

const said = <S extends v.GenericSchema>(schema: S, description: string) =>
  v.pipe(schema, v.description(description));

const some = <S extends v.GenericSchema>(schema: S, description: string) =>
  v.exactOptional(
    v.pipe(
      v.array(schema),
      v.minLength(1),
      v.maxLength(bounds.alternatives),
      v.readonly(),
      v.description(description),
    ),
  );

const within = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const environments = ['production', 'staging', 'development', 'local'] as const;
export const ceremonies = ['confirm', 'typed', 'countersign', 'forbid'] as const;
const raisedBands = bands.filter((band) => band !== 'quiet');

const environmentLine = v.strictObject({
  environment: said(v.picklist(environments), 'What such a place is.'),
  system: v.exactOptional(
    said(systemName, 'Only places of this system: aws, kubernetes, postgres, git and the like.'),
  ),
  name: said(
    glob,
    'Glob over the names of a place: account id, context, cluster, host, project, workspace, database, branch or tag. ' +
      'A star takes any characters.',
  ),
});

const match = v.strictObject({
  tool: some(glob, 'Systems of targets (aws, kubernetes) or programs (terraform). Globs.'),
  verb: some(v.picklist(verbs), 'What the call would do.'),
  target: some(
    glob,
    'Globs over the names of what is touched: the place, its account, its namespace or database, the resource itself.',
  ),
  environment: some(v.picklist([...environments, 'unknown']), 'What the place is, or that nobody can tell.'),
  path: some(
    glob,
    'Globs over files that are touched or named, and over the directory in which a command starts. Without a leading slash a glob ' +
      'fits in any directory.',
  ),
  agent: some(v.picklist(callerIds), 'Who asks: an agent, the terminal guard or the MCP gateway.'),
  level: some(
    v.picklist(heldLevels),
    'How far the asking agent is held on its machine: locked by an administrator (countersign lock), or reminder. Nobody but agents fits.',
  ),
  person: some(
    glob,
    'Globs over the requester, as .countersign/allowed_signers names them. Whoever has no name there fits each of them.',
  ),
  scoreFrom: v.exactOptional(said(within(0, 100), 'From this score on.')),
});

const need = v.strictObject({
  group: said(kebab, 'A group of this file; anyone is whoever may approve by .countersign/allowed_signers.'),
  count: v.optional(said(within(1, bounds.count), 'How many other persons. The requester never counts.'), 1),
  presence: v.optional(
    said(
      v.picklist(presences),
      'What each signature has to show: none takes any key, touch a security key that was touched, pin one that asked for its PIN.',
    ),
    'none',
  ),
});

const rule = v.strictObject({
  id: said(kebab, 'Shown on the card as team/ID. Unique in the file.'),
  match: said(
    match,
    'All that is named has to fit, on one and the same effect of the call. Name one thing at least.',
  ),
  band: v.exactOptional(
    said(
      v.picklist(raisedBands),
      'The least band that such a call has. Without a ceremony ask means confirm, production typed, forbidden forbid.',
    ),
  ),
  ceremony: v.exactOptional(
    said(
      v.picklist(ceremonies),
      'What a yes needs: confirm, the typed name of the target, countersignatures of others, or forbid: there is no yes.',
    ),
  ),
  by: v.exactOptional(
    v.pipe(
      v.array(need),
      v.minLength(1),
      v.maxLength(bounds.needs),
      v.readonly(),
      v.description('For countersign: who has to sign. Every line has to be met.'),
    ),
  ),
  message: v.exactOptional(said(line(bounds.message), 'Shown on the card and to the agent, as plain text.')),
  owner: v.exactOptional(said(line(bounds.owner), 'Whom to ask about this rule.')),
});

const expiry = v.strictObject({
  approveMinutes: v.optional(
    said(within(1, 1440), 'How long signatures are collected.'),
    defaultExpiry.approveMinutes,
  ),
  useMinutes: v.optional(
    said(within(1, 60), 'How long an approved call may then still be run.'),
    defaultExpiry.useMinutes,
  ),
});

const breakGlass = v.strictObject({
  allowed: v.optional(
    said(v.boolean(), 'Whether a person may go on alone in an emergency, loudly.'),
    defaultBreakGlass.allowed,
  ),
  presence: v.optional(
    said(v.picklist(presences), 'What the signature of that person has to show.'),
    defaultBreakGlass.presence,
  ),
  reviewHours: v.optional(
    said(
      within(1, 720),
      'Within how many hours another person, whoever may countersign, has to look at it and sign what they think.',
    ),
    defaultReviewHours,
  ),
});

const archive = v.strictObject({
  url: said(
    courierUrl,
    'Where records are sent: nats://HOST/ORGANISATION or a courier. No credentials in it.',
  ),
  key: said(archiveKey, 'What the archive cosigns with, as countersign collect prints it.'),
  tellAfterHours: v.optional(
    said(within(1, 720), 'After how many hours of its silence a person is told.'),
    defaultTellAfterHours,
  ),
});

export const policyFile = v.strictObject({
  $schema: v.exactOptional(said(line(bounds.courier), 'Ignored.')),
  version: said(within(1, 1_000_000_000), 'Counts up by one with each change; a lower one is refused.'),
  environments: v.optional(
    v.pipe(
      v.array(environmentLine),
      v.maxLength(bounds.environments),
      v.readonly(),
      v.description(
        'Which places are which environment. For each name of a place the first line that fits speaks; production of any ' +
          'name wins.',
      ),
    ),
    [],
  ),
  groups: v.optional(
    v.pipe(
      v.record(kebab, v.pipe(v.array(person), v.minLength(1), v.maxLength(bounds.persons), v.readonly())),
      v.maxEntries(bounds.groups),
      v.readonly(),
      v.description('Persons by group, as .countersign/allowed_signers names them.'),
    ),
    {},
  ),
  rules: v.optional(
    v.pipe(
      v.array(rule),
      v.maxLength(bounds.rules),
      v.readonly(),
      v.description('The strictest of all rules that fit speaks, whatever their order.'),
    ),
    [],
  ),
  peerReview: v.exactOptional(
    said(
      v.picklist(peerReviews),
      'Every write to production, and every loss at a place that nothing shows to be harmless, waits for the countersignature of one ' +
        'other person. With production-and-reads reads of production wait too.',
    ),
  ),
  askFrom: v.exactOptional(
    said(within(0, 69), 'From this score on a person is asked; the lowest of all settings counts.'),
  ),
  expiry: v.optional(said(expiry, 'Two clocks, in minutes: to collect signatures, and then to run.'), {}),
  courier: v.optional(
    said(
      courierUrl,
      'Where requests and answers are carried: git for the remote of the repository itself, or a URL. No credentials in it.',
    ),
    defaultCourier,
  ),
  breakGlass: v.optional(said(breakGlass, 'The way through when nobody can sign.'), {}),
  archive: v.exactOptional(
    said(
      archive,
      'An archive that the record of every machine goes to whose person has accepted this policy. Where a later version names it, each ' +
        'person is asked.',
    ),
  ),
  terminalGuard: v.exactOptional(
    said(
      v.picklist(['agents', 'everyone']),
      'What the terminal guard stands before: the terminals of agents, or everyone\u2019s.',
    ),
  ),
});

export type PolicyFile = v.InferOutput<typeof policyFile>;
