// How the first answers to a quiz become a code; tools/codes.py does the same, and reads it back.
const quizCode = (() => {
  "use strict";
  const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // without I, L, O and U, which are misread

  // The beginning of a digest, five bits a sign.
  const written = (digest, length) => {
    const bits = digest.map((byte) => byte.toString(2).padStart(8, "0")).join("");
    return Array.from({ length }, (_, k) => SIGNS[parseInt(bits.slice(5 * k, 5 * k + 5), 2)]).join("");
  };

  // A name or a word, however it was typed: Ada  LOVELACE is ada lovelace.
  const plain = (text) => text.normalize("NFKC").toLowerCase().replaceAll('"', "").split(/[ \t]+/).filter(Boolean).join(" ");

  // Which quiz, the options by their letters, and a seal that needs the word and the name; the last
  // two signs tell a slip of the pen.
  return (word, name, keys, options) => {
    const asked = keys.join(" ");
    const letters = options.map((option) => String.fromCharCode(65 + option)).join("");
    const quiz = written(sha256.array(asked), 3);
    const seal = written(sha256.hmac.array(plain(word), [asked, letters, plain(name)].join("\n")), 8);
    const end = seal + written(sha256.array(quiz + letters + seal), 2);
    return `${quiz}-${letters}-${end.slice(0, 5)}-${end.slice(5)}`;
  };
})();
