import { hasOption } from '../../../command/arguments.js';
import type { ToolInvocation, Whereabouts } from '../../../target/whereabouts.js';
import type { Tool } from '../../table.js';
import { service } from './service.js';

/** An option of the command line itself says production, or does so by being absent. */
function production(...options: readonly string[]): (setting: ToolInvocation) => Partial<Whereabouts> {
  return (setting) => (hasOption(setting.args, ...options) ? { production: { source: options[0] ?? '', value: 'production' } } : {});
}

const deploys = { verb: 'modify', noun: 'site', traits: ['published'] } as const;

/** Statements for D1, Cloudflare's SQLite. */
const d1 = { at: '--command', files: ['--file'], dialect: 'sqlite' } as const;

/** A console of a database: what is said to it is what it does. */
const dbConsole = { verb: 'execute', noun: 'database' } as const;

/** Where applications are hosted. */
export const platforms: readonly Tool[] = [
  service({
    programs: 'heroku',
    system: 'heroku',
    selectors: '-a --app -r --remote -t --to --team --pipeline',
    valued: '--confirm -c -s --size',
    rows: [
      { words: 'ps:scale', verb: 'stop', noun: 'dynos', resource: 'rest' },
      { words: 'ps:restart|restart|dyno:restart', verb: 'modify', noun: 'dynos', resource: 'rest' },
      { words: 'ps:stop|ps:kill|dyno:stop|maintenance:on', verb: 'stop', noun: 'app', resource: '-a' },
      { words: 'pg:reset', verb: 'destroy', noun: 'database', resource: 0, safer: 'heroku pg:info {-a} {--app}' },
      { words: 'pg:promote|pg:copy|pg:backups:restore|pg:push|pg:unfollow|pg:upgrade', verb: 'replace', noun: 'database', resource: 0 },
      { words: 'apps:destroy|destroy|apps:delete', verb: 'destroy', noun: 'app', resource: [0, '-a', '--app'], safer: 'heroku apps:info --app {name}' },
      { words: 'addons:destroy|addons:remove', verb: 'destroy', noun: 'add-on', resource: 0 },
      {
        words: 'pipelines:promote|releases:rollback|rollback|container:release|container:push|builds:create',
        verb: 'modify',
        noun: 'app',
        resource: ['-t', '--to', '-a'],
        traits: ['published'],
      },
      { words: 'config:unset|config:remove', verb: 'delete', noun: 'configuration', resource: 'rest' },
      { words: 'config:set|config:edit', verb: 'modify', noun: 'configuration', resource: 'rest' },
      { words: 'access:add|members:add|members:set|keys:add|authorizations:create', verb: 'expose', noun: 'access', resource: 0 },
      {
        words:
          'config|ps|apps|addons|releases|logs|pg|pg:info|pg:ps|domains|keys|status|auth:whoami|pipelines|access|members|regions|buildpacks|certs|features|labs|config:get',
        verb: 'read',
      },
      {
        words: 'pg:psql',
        verb: 'execute',
        noun: 'database',
        resource: '-a',
        carries: { at: ['-c', '--command'], files: ['-f', '--file'], piped: true, dialect: 'postgres' },
      },
      { words: 'run|run:detached|ps:exec|redis:cli', verb: 'execute', noun: 'dyno', resource: '-a' },
    ],
  }),
  service({
    programs: 'fly flyctl',
    system: 'fly',
    selectors: '-a --app -o --org -c --config',
    valued: '-r --region --strategy -i --image -e --env --command -C -s --select --name',
    variables: 'FLY_APP',
    rows: [
      { words: 'deploy|launch', verb: 'modify', noun: 'app', resource: ['-a', '--app'], traits: ['published'] },
      { words: 'apps destroy', verb: 'destroy', noun: 'app', resource: 0, safer: 'fly status --app {name}' },
      { words: 'destroy', verb: 'destroy', noun: 'app', resource: 0, safer: 'fly status --app {name}' },
      { words: 'scale count 0', verb: 'stop', noun: 'app', resource: ['-a', '--app'] },
      { words: 'scale', verb: 'modify', noun: 'app' },
      { words: 'postgres|pg|mpg connect', verb: 'execute', noun: 'database', resource: ['-a', '--app'], carries: { at: [], piped: true, dialect: 'postgres' } },
      { words: 'ssh|console|sftp|proxy|machine exec', verb: 'execute', noun: 'machine' },
      { words: 'secrets unset|remove', verb: 'delete', noun: 'secret', resource: 'rest' },
      { words: 'secrets set|import|deploy', verb: 'modify', noun: 'secret', resource: 'rest' },
      { words: 'secrets list', verb: 'read' },
      { words: 'releases|status|logs|info|history|platform|auth|version|doctor|dig|ping', verb: 'read' },
    ],
  }),
  service({
    programs: 'vercel vc now',
    system: 'vercel',
    selectors: '-S --scope --team -A --local-config',
    valued: '-t --token -e --env -b --build-env -m --meta --regions --cwd',
    flags: '--prod --yes -y -f --force --prebuilt',
    whereabouts: production('--prod', '--target=production'),
    rows: [
      { words: 'remove|rm', verb: 'destroy', noun: 'project', resource: 'rest', safer: 'vercel ls' },
      { words: 'alias rm|remove', verb: 'delete', noun: 'alias', resource: 0 },
      { words: 'alias ls|list', verb: 'read' },
      { words: 'alias', verb: 'modify', noun: 'alias', resource: 'rest', traits: ['published'] },
      { words: 'promote|rollback|redeploy|rolling-release', verb: 'modify', noun: 'deployment', resource: 0, traits: ['published'] },
      { words: 'deploy', when: ['--prod'], ...deploys },
      { words: 'deploy', verb: 'create', noun: 'preview' },
      { words: 'env pull|ls|list', verb: 'read' },
      { words: 'env', verb: 'modify', noun: 'variable', resource: 1 },
      { words: 'build|dev|link|init|login|logout|switch|pull|git|telemetry', verb: 'modify', here: true },
      { words: 'ls|list|inspect|logs|whoami|bisect|help|httpstat|curl', verb: 'read' },
      { words: '', when: ['--prod', '--target=production'], ...deploys },
    ],
  }),
  service({
    programs: 'netlify ntl',
    system: 'netlify',
    selectors: '-s --site --filter --context',
    valued: '-d --dir -m --message --auth -a --alias -f --functions',
    whereabouts: production('--prod', '-p'),
    rows: [
      { words: 'deploy', when: ['--prod', '-p', '--prod-if-unlocked'], ...deploys },
      { words: 'deploy', verb: 'create', noun: 'preview' },
      { words: 'sites:delete', verb: 'destroy', noun: 'site', resource: 0 },
      {
        words: 'build|dev|serve|init|link|unlink|login|logout|switch|functions:create|functions:build|functions:serve|completion|recipes',
        verb: 'modify',
        here: true,
      },
    ],
  }),
  service({
    programs: 'wrangler',
    system: 'cloudflare',
    selectors: '-e --env --project-name --branch --name',
    valued: '-c --config --namespace-id --binding --database --message -m --file --command',
    flags: '--remote --local --force -y --yes',
    rows: [
      { words: 'deploy|publish', ...deploys },
      { words: 'pages deploy|publish', ...deploys },
      { words: 'pages deployment|project delete', verb: 'destroy', noun: 'project', resource: 0 },
      { words: 'delete', verb: 'destroy', noun: 'app', resource: 0 },
      { words: 'rollback', ...deploys },
      { words: 'deployments|versions rollback|deploy', ...deploys },
      { words: 'd1 execute', when: ['--local'], verb: 'modify', here: true, carries: d1 },
      { words: 'd1 execute', verb: 'execute', noun: 'database', resource: 0, traits: ['published'], carries: d1 },
      { words: 'd1 migrations apply', when: ['--local'], verb: 'modify', here: true },
      { words: 'd1 migrations apply', verb: 'modify', noun: 'database', resource: 0, traits: ['published'] },
      { words: 'd1 time-travel restore', verb: 'replace', noun: 'database', resource: 0 },
      { words: 'secret put|bulk', verb: 'modify', noun: 'secret', resource: 0 },
      { words: 'dev|init|generate|types|login|logout|build|docs|telemetry', verb: 'modify', here: true },
      { words: 'tail|whoami|deployments|versions', verb: 'read' },
    ],
  }),
  service({
    programs: 'firebase',
    system: 'firebase',
    selectors: '-P --project --only --except',
    valued: '-m --message --token --config',
    rows: [
      { words: 'deploy|hosting:clone|hosting:channel:deploy', ...deploys },
      {
        words:
          'firestore:delete|database:remove|hosting:disable|functions:delete|hosting:sites:delete|hosting:channel:delete|extensions:uninstall|apphosting:backends:delete',
        verb: 'destroy',
        noun: 'data',
        resource: 'rest',
      },
      { words: 'database:set|database:update|database:push|database:import|auth:import|firestore:import', verb: 'replace', noun: 'data', resource: 'rest' },
      { words: 'emulators:start|emulators:exec|serve|init|use|login|logout|setup:emulators|emulators:export|experiments:enable', verb: 'modify', here: true },
    ],
  }),
  service({
    programs: 'supabase',
    system: 'supabase',
    selectors: '--project-ref --linked --db-url -p',
    valued: '--workdir --schema -f --file',
    flags: '--linked --local --include-all',
    rows: [
      { words: 'db reset', when: ['--linked', '--db-url'], verb: 'destroy', noun: 'database', traits: ['published'] },
      { words: 'db reset', verb: 'destroy', noun: 'database', traits: ['unsaved'], here: true },
      { words: 'stop', when: ['--no-backup'], verb: 'destroy', noun: 'database', traits: ['unsaved'], here: true },
      { words: 'db push', verb: 'modify', noun: 'schema', traits: ['published'] },
      { words: 'migration up|repair|squash', when: ['--linked', '--db-url'], verb: 'modify', noun: 'schema', traits: ['published'] },
      { words: 'functions deploy', verb: 'modify', noun: 'function', resource: 0, traits: ['published'] },
      { words: 'projects delete', verb: 'destroy', noun: 'project', resource: 0 },
      { words: 'secrets unset', verb: 'delete', noun: 'secret', resource: 'rest' },
      { words: 'secrets set', verb: 'modify', noun: 'secret', resource: 'rest' },
      { words: 'start|stop|init|link|unlink|login|gen|bootstrap|db|migration|functions|seed|test', verb: 'modify', here: true },
    ],
  }),
  service({
    programs: 'railway',
    system: 'railway',
    selectors: '-e --environment -s --service -p --project',
    rows: [
      { words: 'up|redeploy|deploy', verb: 'modify', noun: 'service', resource: '-s', traits: ['published'] },
      { words: 'down|delete|remove', verb: 'destroy', noun: 'service', resource: '-s' },
      { words: 'connect', verb: 'execute', noun: 'database', resource: 0, carries: { at: [], piped: true } },
      { words: 'run|shell|ssh', verb: 'execute', noun: 'service', resource: '-s' },
      { words: 'init|link|unlink|login|logout|open|docs|completion|dev', verb: 'modify', here: true },
    ],
  }),
  service({
    programs: 'doctl',
    system: 'digitalocean',
    selectors: '--context -t --access-token --app',
    valued: '--region --size --image --format --output -o --tag-name --spec',
    flags: '-f --force',
    rows: [
      { words: 'serverless deploy|undeploy', verb: 'modify', noun: 'function', resource: 0, traits: ['published'] },
      { words: 'apps create-deployment|update', verb: 'modify', noun: 'app', resource: 0, traits: ['published'] },
      { words: 'kubernetes cluster kubeconfig save|show|remove', verb: 'modify', here: true },
      { words: 'auth|version|completion', verb: 'read' },
    ],
  }),
  service({ programs: 'linode-cli', system: 'linode', valued: '--region --type --image --label --root_pass --format' }),
  service({
    programs: 'scw hcloud exo vultr-cli vultr civo upctl ionosctl oci ibmcloud aliyun tccli openstack nova cinder glance neutron equinix metal',
    system: 'cloud',
    selectors: '--context --project -p --profile --region --cloud --os-cloud --compartment-id --zone',
    variables: 'OS_CLOUD HCLOUD_CONTEXT',
  }),
  service({
    programs: 'cf cf8 cf7',
    system: 'cloudfoundry',
    selectors: '-o -s',
    valued: '-p -b -m -k -i -t --strategy --vars-file --var -n --hostname',
    flags: '-f -r --no-route',
    rows: [
      { words: 'push|p|restage|restart|rolling-restart', verb: 'modify', noun: 'app', resource: 0, traits: ['published'] },
      { words: 'delete|d', verb: 'destroy', noun: 'app', resource: 0 },
      { words: 'set-env|se|unset-env|map-route|unmap-route|bind-service|unbind-service|scale', verb: 'modify', noun: 'app', resource: 0 },
      { words: 'stop|sp', verb: 'stop', noun: 'app', resource: 0 },
      { words: 'set-space-role|set-org-role|share-service|enable-ssh|enable-service-access', verb: 'expose', noun: 'role', resource: 'rest' },
      { words: 'apps|a|app|services|s|routes|r|orgs|spaces|env|e|logs|events|target|t|buildpacks|marketplace|m|domains|api|version|help', verb: 'read' },
      { words: 'login|l|logout|lo|auth|install-plugin', verb: 'modify', here: true },
    ],
  }),
  service({
    programs: 'dokku render koyeb porter northflank platform upsun symfony acli terminus wp drush gcloud-app shopify shopify-theme pantheon lando',
    system: 'platform',
    selectors: '--app -a --site --env -e --environment -p --project --service',
    rows: [
      { words: 'db reset|drop|clean', verb: 'destroy', noun: 'database', traits: ['published'] },
      { words: 'db query|cli', ...dbConsole, carries: { at: 0, piped: true, dialect: 'mysql' } },
      { words: 'sql|sql:query|sql-query|sqlq|sql:cli|sql-cli|sqlc', ...dbConsole, carries: { at: 0, piped: true } },
      { words: 'postgres:connect', ...dbConsole, carries: { at: [], piped: true, dialect: 'postgres' } },
      { words: 'mysql:connect|mariadb:connect', ...dbConsole, carries: { at: [], piped: true, dialect: 'mysql' } },
      { words: 'deploy|publish|redeploy', ...deploys },
      { words: 'app|apps|theme|deploys|service deploy|release|push|publish|create|redeploy', ...deploys },
      { words: 'sql-drop|sql:drop|site:wipe|env:wipe', verb: 'destroy', noun: 'database', traits: ['published'] },
      { words: 'start|stop|rebuild|info|init|logs|list|poweroff', verb: 'unknown' },
    ],
  }),
  // What a file of the project puts onto the hosts or the tenant that it names.
  service({
    programs: 'dep deployer mina envoy a0deploy auth0-deploy-cli func eas',
    system: 'platform',
    selectors: '--stage --env -e -c --config_file --app-name',
    valued: '-i --input_file -f --file --profile --platform -o --option',
    rows: [
      { words: 'deploy|rollback|import|update|submit|provision', ...deploys },
      { words: 'azure functionapp publish', ...deploys, resource: 0 },
      { words: 'run', verb: 'execute', noun: 'hosts' },
      { words: 'export|status|ensure|init|build|start|new|list|login|whoami|config|tree|hosts', verb: 'unknown' },
    ],
  }),
];
