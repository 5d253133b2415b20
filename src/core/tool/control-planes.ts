import { isLoopback } from '../target/loopback.js';

/** Hosts whose API creates, changes and ends what runs elsewhere; a write there is what a cloud's own program would do. */
const hosts =
  /^(?:api\.(?:cloudflare|github|digitalocean|heroku|linode|vultr|netlify|vercel|stripe|fastly|datadoghq|pagerduty|twilio|sendgrid|godaddy|scaleway|hetzner|render|machines|fly|supabase|newrelic|sentry|auth0|okta|launchdarkly|mailgun|dnsimple|name|gandi|ovh|buildkite|tailscale|terraform)\.(?:com|io|dev|cloud|net|org|app)|api\.hetzner\.cloud|management\.azure\.com|graph\.microsoft\.com|management\.core\.windows\.net|vault\.azure\.net|app\.terraform\.io|circleci\.com|gitlab\.com|registry\.npmjs\.org|upload\.pypi\.org|[\w.-]+\.googleapis\.com|[\w.-]+\.amazonaws\.com(?:\.cn)?|[\w-]+\.vault\.azure\.net)$/i;

/** Services of the same owners that answer and keep nothing: models, tokens, searches. */
const answering =
  /^(?:(?=oauth2|generativelanguage|aiplatform|[\w-]+-aiplatform|translation|vision|speech|language|maps|places|identitytoolkit|securetoken|fcm-test|bedrock-runtime|sts|cognito-idp)[\w-]+|runtime\.sagemaker[\w-]*)\.(?:[\w-]+\.)?(?:googleapis|amazonaws)\.com$/i;

/** Paths that ask although their method sends. */
const asking =
  /\/(?:graphql|search|query|token|oauth2?|login|introspect|validate|preview|estimate|simulate|markdown|comments|reactions|check-runs|statuses|labels)(?:[/?#]|$)|:(?:generateContent|predict|search|runQuery|query|testIamPermissions|getIamPolicy|batchGet|lookup)\b/i;

/** Settings of a whole cluster or of who may do what, wherever it stands. */
const clusterWide =
  /^\/(?:_cluster\/(?:settings|reroute)|_security\/|_snapshot\/|_all\/_settings|_ilm\/|v1\/(?:sys|auth|acl)\/|api\/v1\/(?:namespaces|nodes|persistentvolumes)\b|apis\/[\w.]+\/v\d)/;

/** True when a request that sends something would change what a cloud or a service runs for its owner. */
export function isControlPlane(host: string, path: string): boolean {
  if (asking.test(path)) return false;
  if (clusterWide.test(path) && host !== '' && !isLoopback(host)) return true;
  return hosts.test(host) && !answering.test(host);
}
