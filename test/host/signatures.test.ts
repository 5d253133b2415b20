/** The verifier in the extension host: a desktop editor computes with BoringSSL, everything else with OpenSSL. */
import '../attacks/signatures.test.js';
import '../unit/countersign/signature.test.js';
