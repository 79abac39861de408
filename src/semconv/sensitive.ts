import { wordsOf } from './words.ts';

/** What a value is that does not belong into telemetry, as a sentence says it. */
export type Sensitivity = 'a secret' | 'personal data';

/** Of a name's words with a space between them. Some words are harmless with company: `token count`, `max tokens`. */
const patterns: readonly (readonly [Sensitivity, RegExp])[] = [
  [
    'a secret',
    /passw(?:or)?d|passphrase|apikey|\b(?:pwd|secrets?|credentials?|creds|authorization|bearer|cookies?|jwt|otp|pin|cvv|cvc|totp|csrf|xsrf)\b|\btoken\b(?! (?:count|type|limit|usage|budget))|(?:access|refresh|id|auth|session|bearer|user)tokens?\b|\b(?:api|private|secret|access|encryption|signing|ssh|session|auth) keys?\b|\b(?:privatekey|secretkey|accesskey)\b|\bsession(?: id)?$|\bsessionid\b|\bauth$|\bdsn\b|\bconn(?:ection)? str(?:ing)?\b|\bconnectionstring\b|\b(?:amqp|broker|clickhouse|conn|connection|database|db|jdbc|mariadb|mongo|mongodb|mssql|mysql|pg|postgres|postgresql|rabbit|rabbitmq|redis|sentry) ur[il]\b|\bconnstr(?:ing)?\b/,
  ],
  [
    'personal data',
    /\be ?mails?\b|email|\b(?:phone|telephone|mobile|msisdn|fax)\b|phonenumber|\b(?:ssn|social security|passport|national id|tax id|drivers? licen[cs]e)\b|\b(?:birth|birthday|birthdate|birthplace|dob)\b|\b(?:first|last|full|middle|maiden|family|given|display|real|person|customer|user|patient|contact|account holder) ?names?\b|\b(?:surname|nickname|username|login)\b|^(?:user|customer|person|patient|address)$|\b(?:home|street|postal|mailing|billing|shipping|delivery|residential|user|customer|ip|mac) address(?:es)?\b|\b(?:street|postcode|zipcode|zip code|postal code)\b|\b(?:client|user|remote|customer|visitor) (?:ip|addr)\b|^ip$|\b(?:latitude|longitude|geolocation)\b|\b(?:credit card|card number|cardnumber|creditcard|iban|account number|bank account|routing number)\b|\b(?:gender|religion|ethnicity|race|nationality|salary|diagnosis|health|medical|biometric)\b/,
  ],
];

/**
 * What a name says that its value is, where it does not belong into telemetry. `userEmail`, `user_email`, `USER-EMAIL`
 * and `user.email` are the same name.
 */
export function sensitivity(name: string): Sensitivity | undefined {
  const words = wordsOf(name).join(' ');
  return patterns.find(([, pattern]) => pattern.test(words))?.[0];
}

/** Whether a name looks like that of a secret or of personal data. */
export function isSensitive(name: string): boolean {
  return sensitivity(name) !== undefined;
}
