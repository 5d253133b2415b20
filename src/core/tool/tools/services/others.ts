import { optionGrammar } from '../../../command/arguments.js';
import type { Tool } from '../../table.js';
import { service } from './service.js';

/** Services whose commands follow the usual words; the rows hold only what the words would get wrong. */
export const otherServices: readonly Tool[] = [
  {
    programs: ['hg', 'chg'],
    system: 'hg',
    grammar: optionGrammar({ valued: '-R --repository --cwd --config -r --rev -m -u -b --branch -d', flags: '-f --force -C --clean -a --all -v -q -n' }),
    clues: 'none',
    target: () => ({ system: 'hg', name: 'repository', clues: [], local: { source: 'program', value: 'this machine' } }),
    unlisted: 'unknown',
    rows: [
      { words: 'strip|debugstrip|purge|rollback|prune|obsolete|histedit', verb: 'delete', noun: 'changesets', resource: 0, traits: ['unsaved'] },
      { words: 'update|up|checkout|co|merge|graft', when: ['-C', '--clean'], verb: 'delete', noun: 'uncommitted changes', traits: ['unsaved'] },
      { words: 'revert', when: ['-a', '--all'], verb: 'delete', noun: 'uncommitted changes', traits: ['unsaved'] },
      { words: 'push', when: ['-f', '--force'], verb: 'modify', noun: 'changesets', traits: ['force', 'rewrites-history'] },
    ],
  },
  service({
    programs: 'stripe square paypal',
    system: 'payments',
    selectors: '--project-name --stripe-account -p',
    valued: '-d --data --api-key --limit --confirm',
    flags: '--live --confirm -c',
    rows: [
      { words: 'delete', verb: 'delete', noun: 'object', resource: 0 },
      { words: '* delete|cancel|void_invoice|detach', verb: 'delete', noun: 'object', resource: 0 },
      { words: '* list|retrieve|search|get', verb: 'read' },
      { words: 'refunds|payouts|transfers|charges create', verb: 'modify', noun: 'money', traits: ['published'] },
      { words: 'listen|logs|get|status|login|open|samples|fixtures|trigger|version|config|completion|resources|help', verb: 'read' },
    ],
  }),
  service({
    programs:
      'fastly algolia deck kong ldcli flipt unleash apigeecli pd datadog-ci datadog dog newrelic sentry-cli circleci buildkite-agent bk grafana-cli grafanactl amtool promtool mimirtool cortextool honeycomb lightstep splunk sumo akamai okta auth0 clerk contentful sanity hubspot twilio sfdx sf gcx',
    system: 'service',
    selectors: '--service-id --service-name -s --project --project-id --workspace --org --profile --env --environment -e -o --target-org -p',
    rows: [
      // The noun reads like a verb of another tool.
      { words: 'incident|incidents resolve|ack|acknowledge|snooze|reassign|close|merge', verb: 'modify', noun: 'incident', resource: 0, traits: ['published'] },
      { words: 'clean', verb: 'destroy', noun: 'data', resource: 'rest' },
      { words: 'gateway sync|reset', verb: 'delete', noun: 'configuration', reach: 'uncountable' },
      { words: 'sync|reset', verb: 'delete', noun: 'configuration', reach: 'uncountable' },
      { words: 'gateway diff|dump|validate|ping', verb: 'read' },
      // All that is cached at once: every request then goes to the origin.
      { words: 'purge', when: ['--all', '--everything', '-a'], verb: 'delete', noun: 'cache', reach: 'uncountable' },
      { words: 'purge', verb: 'modify', noun: 'cache' },
      { words: '* * delete', verb: 'delete', noun: 'object', resource: 0 },
      { words: 'indices|index|records|rules|synonyms|objects clear|delete', verb: 'destroy', noun: 'index', resource: 0 },
      { words: 'diff|validate|health|version|help|search|config|listen|login|whoami', verb: 'read' },
      { words: 'up|down|start|http|tcp|serve|run|test|junit|lint|rum|sbom|coverage|tag|trace|measure', verb: 'unknown' },
    ],
  }),
  service({
    programs: 'gitlab-runner gitlab-ctl gitlab-backup',
    system: 'gitlab',
    flags: '--all-runners',
    rows: [
      { words: 'unregister', verb: 'delete', noun: 'runner', resource: ['--name', '-n'] },
      { words: 'runner|console|dbconsole', verb: 'execute', noun: 'code', traits: ['opaque-code'] },
      { words: 'stop|cleanse|uninstall', verb: 'stop', noun: 'service' },
      { words: 'list|verify|status|tail|check|show-config|help|version', verb: 'read' },
      { words: 'register|run|start|restart|install|reconfigure|reset-token|hup', verb: 'modify', noun: 'runner' },
    ],
  }),
  service({
    programs: 'kind minikube k3d k3s microk8s colima ctlptl telepresence',
    system: 'local-cluster',
    selectors: '-n --namespace -p --profile --name --kube-context',
    whereabouts: () => ({ local: { source: 'program', value: 'this machine' } }),
    rows: [
      { words: 'delete|purge|destroy|down|reset|stop', verb: 'modify', noun: 'local cluster' },
      { words: 'cluster delete|stop', verb: 'modify', noun: 'local cluster' },
      { words: 'delete clusters|cluster', verb: 'modify', noun: 'local cluster' },
    ],
  }),
  service({
    programs: 'databricks dbt airflow prefect dagster bq-cli kaggle mlflow wandb huggingface-cli hf sagemaker modal ray',
    system: 'data',
    selectors: '--target -t --profile -p --connection -c --project --env --environment',
    rows: [
      { words: 'db reset|clean|downgrade', verb: 'destroy', noun: 'database' },
      { words: 'run wipe', verb: 'delete', noun: 'runs', reach: 'uncountable' },
      { words: 'run delete|cancel|terminate', verb: 'delete', noun: 'run', resource: 0 },
      { words: 'gc', verb: 'delete', noun: 'runs', reach: 'uncountable' },
      {
        words:
          'dags|tasks|pools|variables|connections|users|roles|jobs|clusters|workspace|fs|secrets|repo list|show|get|ls|test|render|states-for-dag-run|list-runs',
        verb: 'read',
      },
      { words: 'clean|deps|debug|docs|ls|list|parse|compile|test|show|init', verb: 'modify', here: true },
      { words: 'run|build|seed|snapshot|retry|clone', verb: 'modify', noun: 'models' },
      { words: 'upload|repo', verb: 'create', noun: 'model', traits: ['published'] },
    ],
  }),
  // MongoDB's clouds, beside the schema tool of the same name.
  service({
    programs: 'atlas',
    system: 'mongodb',
    selectors: '--projectId --orgId -P --profile',
    valued: '-o --output --clusterName --file -f -u --url --env --dir --dev-url --to',
  }),
  // Snowflake's objects, beside the client that takes statements.
  service({
    programs: 'snow',
    system: 'snowflake',
    selectors: '-c --connection --account --database --schema --role --warehouse',
    valued: '-q --query -f --filename --format',
  }),
];
