/**
 * Hashes that other programs made: bcrypt by libxcrypt and crypt_blowfish's own test, scrypt and PBKDF2 by RFC 7914 and
 * Python's hashlib, argon2id by OpenSSL.
 * @see https://datatracker.ietf.org/doc/html/rfc7914#section-11
 */
import type { HashAlgorithm } from "./imported-hash.ts";

export interface HashVector {
  readonly algorithm: HashAlgorithm;
  readonly password: string;
  readonly text: string;
}

const SALT = "000102030405060708090a0b0c0d0e0f";

export const HASH_VECTORS: readonly HashVector[] = [
  {
    algorithm: "BCRYPT",
    password: "U*U",
    text: "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
  },
  {
    algorithm: "BCRYPT",
    password: "Passw0rd!x",
    text: "$2b$04$CCCCCCCCCCCCCCCCCCCCC.kOQeSuPBsERo5BwFbKLikBtZvLeXNdW",
  },
  {
    algorithm: "BCRYPT",
    password: "Passw0rd!x",
    text: "$2y$05$CCCCCCCCCCCCCCCCCCCCC.cDBlhoO1F26lRjVXYBHjD0AfqlPSY9m",
  },
  {
    algorithm: "BCRYPT",
    password: "Passw0rd!x",
    text: "$2x$05$CCCCCCCCCCCCCCCCCCCCC.cDBlhoO1F26lRjVXYBHjD0AfqlPSY9m",
  },
  {
    algorithm: "BCRYPT",
    password: "Passw0rd!x",
    text: "$2a$12$CCCCCCCCCCCCCCCCCCCCC.2lwHOARLEFUX7sbGBA92GMOMxb//lqO",
  },
  {
    algorithm: "BCRYPT",
    password: "ü".repeat(36),
    text: "$2b$04$CCCCCCCCCCCCCCCCCCCCC.93/khHu/VbQxGBOFKD8I2Lk85cTN/uC",
  },
  {
    algorithm: "SCRYPT",
    password: "pleaseletmein",
    text: `16384$8$1$${Buffer.from("SodiumChloride").toString("hex")}$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887`,
  },
  {
    algorithm: "SCRYPT",
    password: "Passw0rd!x",
    text: `65536$8$1$${SALT}$508fb59ea4ca05c3fbeb4a4f096b1433760255709037b8b92f443bac7569775ea96cd58c8cce38ee2e1854be5f5fba6396927c11a32c2fcf4cb2110590d7df43`,
  },
  {
    algorithm: "SCRYPT",
    password: "Passw0rd!x",
    text: `1024$8$1$${SALT}$64AF047F47DB4AB77130F3A72D9F0914723A17FC216A2687FA275C6B231733D7`,
  },
  {
    algorithm: "ARGON2ID",
    password: "Passw0rd!x",
    text: "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$PP3b3DEhLUz5I5fDILA3kKG97RNl7NfAXYL5dpDCOh4",
  },
  {
    algorithm: "ARGON2ID",
    password: "Passw0rd!x",
    text: "$argon2id$v=19$m=64,t=1,p=1$AAECAwQFBgcICQoLDA0ODw==$TfX/YVPX+r2QrHzWsEWoquZlB32p6QQPsL69knsTeaA=",
  },
  {
    algorithm: "PBKDF2_SHA256",
    password: "Password",
    text: "$pbkdf2-sha256$80000$TmFDbA==$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJrbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ==",
  },
  {
    algorithm: "PBKDF2_SHA256",
    password: "Passw0rd!x",
    text: "$pbkdf2-sha256$29000$AAECAwQFBgcICQoLDA0ODw$PY8SB5nereQwcr1WA26d2VX8ioYK1SBnusc3FYVXkxQ",
  },
  // The same hash in the alphabets that are customary.
  {
    algorithm: "PBKDF2_SHA256",
    password: "Passw0rd!x",
    text: "$pbkdf2-sha256$2$+/8D$r+E0bkSEjfXeDwLkb1L+hF1tQq/Vpuf8l11Btf/pDqk=",
  },
  {
    algorithm: "PBKDF2_SHA256",
    password: "Passw0rd!x",
    text: "$pbkdf2-sha256$2$./8D$r.E0bkSEjfXeDwLkb1L.hF1tQq/Vpuf8l11Btf/pDqk",
  },
  {
    algorithm: "PBKDF2_SHA256",
    password: "Passw0rd!x",
    text: "$pbkdf2-sha256$2$-_8D$r-E0bkSEjfXeDwLkb1L-hF1tQq_Vpuf8l11Btf_pDqk",
  },
];
