/* totp.c - see totp.h. */
#include "rules/totp.h"

int64_t totp_step(int64_t now_ms)
{
    return now_ms / 1000 / TOTP_STEP_S;
}

void totp_message(int64_t step, unsigned char out[static 8])
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
}

/* RFC 4226, 5.3: four bytes from the place that the last half byte names, without their sign. */
uint32_t totp_code(const unsigned char mac[static TOTP_MAC], unsigned digits)
{
    size_t at = mac[TOTP_MAC - 1] & 0x0f;
    uint32_t number = (uint32_t)(mac[at] & 0x7f) << 24 | (uint32_t)mac[at + 1] << 16 |
                      (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    uint32_t modulus = 1;

    for (unsigned i = 0; i < digits && i < 9; i++)
        modulus *= 10;
    return number % modulus;
}

bool totp_typed(struct str typed, uint32_t *out)
{
    uint32_t number = 0;
    int n = 0;

    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == ' ')
            continue;
        if (c < '0' || c > '9' || n == TOTP_DIGITS)
            return false;
        number = number * 10 + (uint32_t)(c - '0');
        n++;
    }
    *out = number;
    return n == TOTP_DIGITS;
}

static void put_base32(struct buf *out, struct str bytes, size_t group)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned held = 0, bits = 0;
    size_t n = 0;

    for (size_t i = 0; i < bytes.n; i++) {
        held = held << 8 | (unsigned char)bytes.p[i];
        for (bits += 8; bits >= 5; bits -= 5) {
            if (group != 0 && n != 0 && n % group == 0)
                buf_char(out, ' ');
            buf_char(out, letters[held >> (bits - 5) & 31]);
            n++;
        }
    }
    if (bits != 0)
        buf_char(out, letters[held << (5 - bits) & 31]);
}

struct str totp_words(struct arena *arena, struct str secret)
{
    struct buf out;

    buf_init(&out, arena, 256);
    put_base32(&out, secret, 4);
    return buf_str(&out);
}

static void put_escaped(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            buf_char(out, c);
        else
            buf_format(out, "%%%02X", (unsigned char)c);
    }
}

struct str totp_uri(struct arena *arena, struct str issuer, struct str account, struct str secret)
{
    enum { NAME_PART = 60 }; /* a QR code stays small enough for an old phone */
    struct str who = str_cut(issuer, 0, NAME_PART), name = str_cut(account, 0, NAME_PART);
    struct buf out;

    buf_init(&out, arena, 1024);
    buf_z(&out, "otpauth://totp/");
    put_escaped(&out, who);
    buf_z(&out, ":");
    put_escaped(&out, name);
    buf_z(&out, "?secret=");
    put_base32(&out, secret, 0);
    buf_z(&out, "&issuer=");
    put_escaped(&out, who);
    return buf_str(&out);
}
