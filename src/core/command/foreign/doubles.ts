/** Calls that reach nothing real: a double stands for the service exactly where they are, or their database is in memory. */
import type { Scan } from './amounts.js';
import { isInMemory } from './in-memory.js';
import type { Around, Given, Known, LeadingCall, ResolvedProgram, Thing } from './known.js';
import type { Expression, Statement } from './program.js';
import { standsAlone } from './stands-alone.js';
import { headName, pathWithoutCalls as pathOf } from './things.js';

interface Setting {
  readonly body: readonly Statement[];
  readonly resolved: ResolvedProgram;
  readonly scan: Scan;
  /** Which call made what is given by it. */
  readonly makers: ReadonlyMap<Given, LeadingCall>;
}

type Double = (call: LeadingCall, setting: Setting) => boolean;

const any =
  /^(?:moto|mongomock|responses|nock|aws-sdk-client-mock|mongodb-memory-server|botocore\.stub|unittest|unittest\.mock|sqlalchemy|peewee|sequelize|knex)(?:\.|$)/;

/** The calls of a program without those that a double answers. */
export function reachingCalls(
  body: readonly Statement[],
  resolved: ResolvedProgram,
  scan: Scan,
): readonly LeadingCall[] {
  const { calls, modules } = resolved;
  if (!modules.some((one) => any.test(one)) || !standsAlone(resolved, scan)) return calls;
  if (calls.some((one) => isHandedOn(one))) return calls;
  const setting: Setting = { body, resolved, scan, makers: new Map(calls.map((one) => [one.given, one])) };
  return calls.filter((call) => !doubles.some((answers) => answers(call, setting)));
}

/** A double that somebody else is handed may be switched off there. */
function isHandedOn({ thing, given }: LeadingCall): boolean {
  return (
    !library.test(thing.root) &&
    !/^(?:print|console\.log)$/.test(pathOf(thing)) &&
    [...given.args, ...given.named.values()].some((one) => isLibrary(one, 3))
  );
}

const library = /^(?:moto|responses|nock|aws-sdk-client-mock|botocore\.stub)$/;

function isLibrary(value: Known, depth: number): boolean {
  if (value.kind === 'thing') return library.test(value.root);
  if (depth === 0) return true;
  if (value.kind === 'list') return value.items.some((one) => isLibrary(one, depth - 1));
  return value.kind === 'record' && [...value.entries.values()].some((one) => isLibrary(one, depth - 1));
}

/** Scopes end, and what runs later runs outside of them. */
const later =
  /\b(?:yield|async|await|map|filter|[Pp]rocess|submit|atexit|partial|weakref|signal|Timer)\b|[Tt]hread|[Ee]xecutor/;

function scopes(call: LeadingCall, { resolved, scan }: Setting): readonly Around[] {
  if (call.around.length === 0 || resolved.lazy || later.test(scan.text)) return [];
  return call.around.filter(({ name }) => isImported(name, resolved));
}

/** A name that is an import's and never anything else's. */
function isImported(name: string, { imported, bound }: ResolvedProgram): boolean {
  return imported.has(name) && bound.get(name) === 1;
}

function givesNothing(given: Given | undefined): boolean {
  return given === undefined || given.args.length + given.named.size === 0;
}

function rooted({ resolved }: Setting, root: RegExp): readonly LeadingCall[] {
  return resolved.calls.filter(({ thing }) => root.test(thing.root));
}

function usesOnly(names: RegExp, root: RegExp, setting: Setting): boolean {
  return rooted(setting, root).every(
    ({ thing, given }) => names.test(thing.steps.at(-1)?.name ?? '') && !given.named.has('passthrough'),
  );
}

/** `@mock_aws`, `with mock_aws():` without settings; clients are made in it, and go to AWS's own addresses. */
const moto: Double = (call, setting) => {
  const { resolved, scan, makers } = setting;
  // Its clients ask the environment where to go.
  if (/environ|putenv|setenv|dotenv/.test(scan.text)) return false;
  if (call.thing.root !== 'boto3' || resolved.modules.some((one) => one.startsWith('moto.'))) return false;
  if (
    !rooted(setting, /^moto/).every(
      ({ thing, given }) => pathOf(thing) === 'moto.mock_aws' && givesNothing(given),
    )
  )
    return false;
  const { world } = scan.machine;
  const config = world.files.read(`${world.home}/.aws/config`);
  if (config.ok && /endpoint|dualstack|fips/.test(config.text)) return false;
  const made = call.thing.steps.flatMap(({ called }) => (called === undefined ? [] : [makers.get(called)]));
  return scopes(call, setting).some(
    (scope) =>
      isThing(scope.value, 'moto.mock_aws') &&
      givesNothing(scope.value.steps[0]?.called) &&
      [...made, call].every((one) => one?.around.includes(scope) === true && isUsual(one)),
  );
};

const usualSettings =
  /^(?:service_name|region_name|aws_access_key_id|aws_secret_access_key|aws_session_token)$/;

function isUsual({ thing, given }: LeadingCall): boolean {
  if (!/^(?:client|resource|Session)$/.test(thing.steps.at(-1)?.name ?? '')) return true;
  const region = given.named.get('region_name');
  return (
    given.args.length < 2 &&
    [...given.named.keys()].every((name) => usualSettings.test(name)) &&
    (region === undefined ||
      (region.kind === 'text' && /^(?:us|eu|ap|sa|ca|me|af|il)-[a-z]+-\d$/.test(region.text)))
  );
}

/** `with Stubber(client):` answers all that this client is asked. */
const stubber: Double = (call, setting) =>
  scopes(call, setting).some(({ value }) => {
    if (!isThing(value, 'botocore.stub.Stubber')) return false;
    const [client] = value.steps[0]?.called?.args ?? [];
    const made =
      client?.kind === 'thing' ? client.steps.findLast(({ called }) => called !== undefined) : undefined;
    return made !== undefined && call.thing.steps.some(({ called }) => called === made.called);
  });

/** `with mock.patch('boto3.client'):`, where the module's member is only ever called by that name. */
const patch: Double = ({ thing, given, around }, setting) => {
  const [first] = thing.steps;
  if (first === undefined) return false;
  const maker = setting.makers.get(first.called ?? given);
  return scopes(maker ?? { thing, given, around }, setting).some(({ value }) => {
    if (!isThing(value, 'unittest.mock.patch')) return false;
    const own = value.steps.at(-1)?.called;
    const [target] = own?.args ?? [];
    if (own?.args.length !== 1 || own.named.size > 0 || target?.kind !== 'text') return false;
    if (target.text !== `${thing.root}.${first.name}` || !/^\w+\.\w+$/.test(target.text)) return false;
    const rest = setting.scan.text
      .replaceAll(new RegExp(`^[ \\t]*import[ \\t]+${thing.root}[ \\t]*$`, 'gm'), '')
      .replaceAll(`${target.text}(`, '')
      .replaceAll(new RegExp(`(["'])${target.text}\\1`, 'g'), '');
    return !new RegExp(`\\b${thing.root}\\b`).test(rest);
  });
};

/** `@responses.activate` answers `requests`, and refuses what is not registered. */
const responses: Double = (call, setting) =>
  call.thing.root === 'requests' &&
  !setting.resolved.modules.some((one) => /^(?:requests|responses)\./.test(one)) &&
  !/\bmount\b|adapters/.test(setting.scan.text) &&
  usesOnly(
    /^(?:add|get|post|put|patch|delete|head|options|activate|RequestsMock|assert_call_count)$/,
    /^responses$/,
    setting,
  ) &&
  scopes(call, setting).some(
    ({ value }) =>
      (isThing(value, 'responses.activate') && value.steps[0]?.called === undefined) ||
      (isThing(value, 'responses.RequestsMock') && givesNothing(value.steps[0]?.called)),
  );

const interceptor =
  /^(?:get|post|put|patch|delete|head|intercept|reply|replyWithError|persist|times|once|twice|query|matchHeader|delay|isDone|done)$/;

/** `nock.disableNetConnect()` before: what is not answered by hand is refused. */
const nock: Double = (call, setting) => {
  const { resolved, body } = setting;
  if (call.thing.root !== 'axios') return false;
  const own = rooted(setting, /^nock$/);
  const isOnly = own.every(({ thing, given }) => {
    const [first] = thing.steps;
    if (first === undefined) return given.args.length === 1;
    return first.called === undefined
      ? pathOf(thing) === 'nock.disableNetConnect' && givesNothing(given)
      : interceptor.test(thing.steps.at(-1)?.name ?? '');
  });
  const off = own.find(({ thing }) => pathOf(thing) === 'nock.disableNetConnect');
  const isPlain = topCalls(body).some(
    (one) => one.kind === 'member' && one.name === 'disableNetConnect' && isImported(headName(one), resolved),
  );
  return isOnly && isPlain && off !== undefined && resolved.calls.indexOf(off) < resolved.calls.indexOf(call);
};

/** `mockClient(DynamoDBClient)` answers whatever any client of this class is sent. */
const mockClient: Double = (call, setting) => {
  const { resolved, body } = setting;
  if (!/^@aws-sdk\//.test(call.thing.root) || !/Command$/.test(call.thing.steps.at(-1)?.name ?? ''))
    return false;
  const own = rooted(setting, /^aws-sdk-client-mock$/);
  const made = own.filter(({ thing }) => pathOf(thing) === 'aws-sdk-client-mock.mockClient');
  const plain = topCalls(body).filter((one) => one.kind === 'name' && isImported(one.name, resolved));
  const isOnly = usesOnly(
    /^(?:mockClient|on|onAnyCommand|resolves|resolvesOnce|rejects|rejectsOnce|commandCalls|calls|resetHistory)$/,
    /^aws-sdk-client-mock$/,
    setting,
  );
  if (!isOnly || made.length === 0 || made.length > plain.length) return false;
  const takers = resolved.calls.filter(
    (one) => one.thing.root !== 'aws-sdk-client-mock' && one.given.args.some((arg) => holds(arg, call.given)),
  );
  return (
    takers.length > 0 &&
    takers.every(({ thing, given }) => {
      const [client] = thing.steps;
      const double = made.find(({ given: { args } }) => {
        const [one] = args;
        return (
          one?.kind === 'thing' && one.root === thing.root && pathOf(one) === `${thing.root}.${client?.name}`
        );
      });
      const at = resolved.calls.findIndex((one) => one.given === given);
      const isSent =
        thing.steps.length === 2 && thing.steps[1]?.name === 'send' && client?.called?.isNew === true;
      return isSent && double !== undefined && resolved.calls.indexOf(double) < at;
    })
  );
};

function holds(value: Known, given: Given): boolean {
  return value.kind === 'thing' && value.steps.some(({ called }) => called === given);
}

/** A server that was started for the program alone, with a folder of its own. */
const memoryServer: Double = ({ thing }) =>
  thing.root === 'mongodb' &&
  thing.steps.some(({ called }) => {
    const [uri] = called?.args ?? [];
    return (
      called?.args.length === 1 &&
      called.named.size === 0 &&
      uri?.kind === 'thing' &&
      pathOf(uri) === 'mongodb-memory-server.MongoMemoryServer.create.getUri' &&
      uri.steps[1]?.called?.args.length === 0 &&
      uri.steps[2]?.called !== undefined
    );
  });

const mongomock: Double = ({ thing }) => thing.root === 'mongomock' && thing.steps[0]?.name === 'MongoClient';

const inMemory: Double = (call, { resolved }) => isInMemory(call, resolved);

const doubles: readonly Double[] = [
  moto,
  stubber,
  patch,
  responses,
  nock,
  mockClient,
  memoryServer,
  mongomock,
  inMemory,
];

/** What the program's own statements call, whatever else holds. */
function topCalls(body: readonly Statement[]): readonly Expression[] {
  return body.flatMap((one) =>
    (one.kind === 'do' || one.kind === 'set') && one.value.kind === 'call' ? [one.value.callee] : [],
  );
}

function isThing(value: Known, path: string): value is Thing {
  return value.kind === 'thing' && pathOf(value) === path;
}
