import type { Secret } from "../contracts/secret.ts";

/**
 * Passwords that are guessed first, so that compromised ones are found without a list of the operator's too. The second
 * half keeps to the default policy of a pool: those are what people choose when it is asked of them.
 */
const WORDS = `
000000 00000000 102030 111111 11111111 112233 121212 123123 123123123 123321 1234567 12345678 123456789 1234567890
123456a 123654 123qwe 131313 147258369 159753 1q2w3e 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 222222 333333 555555 654321 666666
696969 777777 7777777 87654321 888888 88888888 987654321 999999 a123456 aa123456 aaaaaa abc123 abcd1234 abcdef admin123
administrator andrew asdasd asdf1234 asdfasdf asdfgh asdfghjkl ashley bailey baseball batman buster changeme charlie
computer daniel default dragon flower football freedom hannah harley hello123 hunter hunter2 iloveyou internet jennifer
jessica jordan killer letmein login123 london lovely maggie master matthew michael michelle monkey mustang mynoob nicole
passw0rd password password1 password12 password123 pepper pokemon princess purple q1w2e3r4 qazwsx qazwsxedc qwe123
qwer1234 qwerty qwerty1 qwerty12 qwerty123 qwertyuiop ranger robert root123 samsung secret secret123 shadow soccer
starwars summer sunshine superman tester test123 test1234 thomas trustno1 user123 welcome welcome1 welcome123 whatever
zaq12wsx zxcvbn zxcvbnm

Abc123! Abcd1234! Abcd@1234 Admin123! Admin@123 Admin@1234 Aa123456! Aa@123456 Asdf1234! Autumn2024! Autumn2025!
Changeme1! ChangeMe123! Company123! Dragon123! Football1! Hello123! Hello@123 Iloveyou1! Letmein1! Letmein123! Login123!
Monday123! P@55w0rd P@ssw0rd P@ssw0rd! P@ssw0rd1 P@ssw0rd1! P@ssw0rd12 P@ssw0rd123 P@ssw0rd123! P@ssword1 P@ssword1!
P@ssword123 Pa$$w0rd Pa$$w0rd! Pa$$w0rd1 Pass123! Pass@123 Pass@1234 Pass1234! Passw0rd Passw0rd! Passw0rd1! Passw0rd123!
Password! Password1 Password1! Password1@ Password12! Password123 Password123! Password@1 Password@123 Password#1
Princess1! Qwer1234! Qwerty1! Qwerty12! Qwerty123 Qwerty123! Qwerty@123 Root123! Root@123 Secret123! Server123!
Spring2024! Spring2025! Spring2026! Summer123! Summer2024! Summer2025! Summer2026! Sunshine1! System123! Temp123!
Temp1234! Test123! Test1234! Test@123 Test@1234 Testing123! User123! User@123 Welcome1 Welcome1! Welcome12! Welcome123
Welcome123! Welcome@1 Welcome@123 Winter2024! Winter2025! Winter2026! Zaq12wsx! 1Qaz2wsx! 1qaz!QAZ 1qaz@WSX !QAZ2wsx
Zxcvbnm1!
`;

const COMMON: ReadonlySet<string> = new Set(WORDS.split(/\s+/u).filter((word) => word !== ""));

/** Whether a password, letter by letter, is one that is guessed first. */
export const isCommonPassword = (password: Secret): boolean => COMMON.has(password.reveal());
