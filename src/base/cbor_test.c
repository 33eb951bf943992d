/* cbor_test.c - the examples of RFC 8949, appendix A, that our subset has; all others refused. */
#include "base/cbor.h"
#include "tap.h"

/* Hexadecimal to bytes, in the arena. */
static struct str bytes_of(struct arena *arena, const char *hex)
{
    size_t n = strlen(hex) / 2;
    unsigned char *p = arena_alloc(arena, n + 1);

    if (p == NULL || !str_unhex(str_of(hex), p, n)) {
        printf("Bail out! %s\n", hex);
        exit(1);
    }
    return str_bytes(p, n);
}

static const struct {
    const char *hex;
    int64_t i;
} integers[] = {
    {"00", 0},
    {"01", 1},
    {"0a", 10},
    {"17", 23},
    {"1818", 24},
    {"1819", 25},
    {"1864", 100},
    {"18ff", 255},
    {"190100", 256},
    {"1903e8", 1000},
    {"19ffff", 65535},
    {"1a00010000", 65536},
    {"1a000f4240", 1000000},
    {"1affffffff", 4294967295},
    {"1b0000000100000000", 4294967296},
    {"1b000000e8d4a51000", 1000000000000},
    {"1b7fffffffffffffff", INT64_MAX},
    {"20", -1},
    {"29", -10},
    {"37", -24},
    {"3818", -25},
    {"3863", -100},
    {"38ff", -256},
    {"390100", -257},
    {"3903e7", -1000},
    {"3b7fffffffffffffff", INT64_MIN},
};

static void numbers(struct arena *arena)
{
    struct buf out;

    CASE("integers, written and read");
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
        buf_init(&out, arena, 9);
        cbor_put_int(&out, integers[i].i);
        CHECK_TEXT(str_hex(arena, buf_str(&out)), integers[i].hex);
        struct cbor in = cbor_open(buf_str(&out));
        CHECK_INT(cbor_int(&in), integers[i].i);
        CHECK(cbor_done(&in));
    }

    CASE("numbers beyond int64_t are cbor_uint()'s alone");
    buf_init(&out, arena, 9);
    cbor_put_uint(&out, UINT64_MAX);
    CHECK_TEXT(str_hex(arena, buf_str(&out)), "1bffffffffffffffff");
    struct cbor in = cbor_open(buf_str(&out)), again = in;
    CHECK(cbor_uint(&in) == UINT64_MAX && cbor_done(&in));
    CHECK(cbor_int(&again) == 0 && !cbor_ok(&again));
    in = cbor_open(bytes_of(arena, "3bffffffffffffffff"));
    CHECK(cbor_int(&in) == 0 && !cbor_ok(&in));
    in = cbor_open(bytes_of(arena, "20"));
    CHECK(cbor_uint(&in) == 0 && !cbor_ok(&in));
}

static const struct {
    const char *hex;
    struct value v;
} strings[] = {
    {"40", {.type = V_BYTES, .s = STR_INIT("")}},
    {"4401020304", {.type = V_BYTES, .s = STR_INIT("\x01\x02\x03\x04")}},
    {"60", {.type = V_TEXT, .s = STR_INIT("")}},
    {"6161", {.type = V_TEXT, .s = STR_INIT("a")}},
    {"6449455446", {.type = V_TEXT, .s = STR_INIT("IETF")}},
    {"62225c", {.type = V_TEXT, .s = STR_INIT("\"\\")}},
    {"62c3bc", {.type = V_TEXT, .s = STR_INIT("\xC3\xBC")}},
    {"63e6b0b4", {.type = V_TEXT, .s = STR_INIT("\xE6\xB0\xB4")}},
    {"64f0908591", {.type = V_TEXT, .s = STR_INIT("\xF0\x90\x85\x91")}},
    {"f6", {.type = V_NULL}},
};

static void texts(struct arena *arena)
{
    struct buf out;

    CASE("texts, bytes and null, written and read");
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        buf_init(&out, arena, 64);
        cbor_put_value(&out, strings[i].v);
        CHECK_TEXT(str_hex(arena, buf_str(&out)), strings[i].hex);
        struct cbor in = cbor_open(buf_str(&out));
        CHECK(value_eq(cbor_value(&in, arena), strings[i].v));
        CHECK(cbor_done(&in));
    }

    CASE("a text of 300 bytes has a head of three");
    buf_init(&out, arena, 400);
    cbor_put_text(&out, str_format(arena, "%0300d", 7));
    CHECK_TEXT(str_hex(arena, str_cut(buf_str(&out), 0, 4)), "79012c30");
    struct cbor in = cbor_open(buf_str(&out));
    CHECK(cbor_is_text(&in) && cbor_text(&in).n == 300 && cbor_done(&in));

    CASE("bytes of a wanted length");
    in = cbor_open(bytes_of(arena, "4401020304"));
    CHECK_TEXT(str_hex(arena, cbor_bytes_n(&in, 4)), "01020304");
    CHECK(cbor_done(&in));
    in = cbor_open(bytes_of(arena, "4401020304"));
    CHECK(cbor_bytes_n(&in, 5).n == 0 && !cbor_ok(&in));
}

static void heads(struct arena *arena)
{
    struct buf out;

    CASE("arrays, maps and truth, item by item");
    buf_init(&out, arena, 64);
    cbor_put_map(&out, 2);
    cbor_put_text(&out, STR("a"));
    cbor_put_int(&out, 1);
    cbor_put_text(&out, STR("b"));
    cbor_put_array(&out, 3);
    cbor_put_int(&out, 2);
    cbor_put_bool(&out, true);
    cbor_put_bool(&out, false);
    CHECK_TEXT(str_hex(arena, buf_str(&out)), "a26161016162830"
                                              "2f5f4");
    struct cbor in = cbor_open(buf_str(&out)), again = in;
    CHECK_INT(cbor_map(&in), 2);
    CHECK_TEXT(cbor_text(&in), "a");
    CHECK_INT(cbor_int(&in), 1);
    CHECK_TEXT(cbor_text(&in), "b");
    CHECK_INT(cbor_array(&in), 3);
    CHECK_INT(cbor_int(&in), 2);
    CHECK(cbor_bool(&in));
    CHECK(!cbor_bool(&in) && cbor_done(&in));
    CHECK(str_eq(cbor_skip(&again), buf_str(&out)) && cbor_done(&again));

    CASE("null is taken only where it stands");
    in = cbor_open(bytes_of(arena, "f601"));
    CHECK(cbor_null(&in) && !cbor_null(&in));
    CHECK(cbor_int(&in) == 1 && cbor_done(&in));
}

static void lists(struct arena *arena)
{
    static const struct value three[] = {
        {.type = V_INT, .i = 3}, {.type = V_TEXT, .s = STR_INIT("x")}, {.type = V_NULL}};
    struct value v = v_list(three, 3);
    struct buf out;

    CASE("lists in lists, to the depth that is allowed");
    for (int depth = 1; depth <= CBOR_DEPTH_MAX + 1; depth++) {
        buf_init(&out, arena, 256);
        cbor_put_value(&out, v);
        struct cbor in = cbor_open(buf_str(&out)), skipped = in;
        bool fits = depth <= CBOR_DEPTH_MAX;
        struct value read = cbor_value(&in, arena);
        CHECK(cbor_done(&in) == fits && (!fits || value_eq(read, v)));
        CHECK(cbor_skip(&skipped).n == (fits ? out.n : 0) && cbor_done(&skipped) == fits);
        struct value *outer = arena_alloc(arena, sizeof *outer);
        if (!CHECK(outer != NULL))
            return;
        *outer = v;
        v = v_list(outer, 1);
    }
}

/* Examples of appendix A outside our subset or not in the deterministic form, and others. */
static const struct {
    const char *hex, *what;
} refused[] = {
    {"", "nothing"},
    {"18", "a head cut short"},
    {"1900", "a head cut short"},
    {"1801", "1 in two bytes"},
    {"1817", "23 in two bytes"},
    {"190018", "24 in three bytes"},
    {"1a0000ffff", "65535 in five bytes"},
    {"1b00000000ffffffff", "2^32 - 1 in nine bytes"},
    {"5801ff", "a length in two bytes"},
    {"4401", "bytes cut short"},
    {"6261", "a text cut short"},
    {"62c328", "a text that is not UTF-8"},
    {"63eda080", "a surrogate"},
    {"61ff", "a lone byte"},
    {"5f42010243030405ff", "bytes in pieces"},
    {"7f657374726561646d696e67ff", "a text in pieces"},
    {"9f0102ff", "an array without length"},
    {"bf6161f5ff", "a map without length"},
    {"c11a514b67b0", "a tag"},
    {"d74401020304", "a tag"},
    {"c249010000000000000000", "a bignum"},
    {"f90000", "a float of 16 bits"},
    {"fa47c35000", "a float of 32 bits"},
    {"fb3ff199999999999a", "a float of 64 bits"},
    {"f7", "undefined"},
    {"f0", "simple(16)"},
    {"f8ff", "simple(255)"},
    {"f814", "false in two bytes"},
    {"ff", "a break"},
    {"1c", "reserved"},
    {"9b7fffffffffffffff", "an array longer than the bytes"},
    {"8201", "an array cut short"},
    {"bbffffffffffffffff", "a map longer than the bytes"},
    {"a2616201616102", "a map whose keys descend"},
    {"a2616101616102", "a map with a key twice"},
    {"a2190100001801"
     "00",
     "a map whose longer key comes first"},
};

static void refusals(struct arena *arena)
{
    CASE("what is not our form is refused by every reader");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct cbor in = cbor_open(bytes_of(arena, refused[i].hex)), skipped = in;
        (void)cbor_value(&in, arena);
        (void)cbor_skip(&skipped);
        bool utf8 = strstr(refused[i].what, "text that") != NULL ||
                    strstr(refused[i].what, "surrogate") != NULL ||
                    strstr(refused[i].what, "lone") != NULL;
        tap_check(!cbor_ok(&in), __FILE__, __LINE__, "%s was read", refused[i].what);
        tap_check(utf8 || !cbor_ok(&skipped), __FILE__, __LINE__, "%s was skipped",
                  refused[i].what);
    }
}

static void sticky(struct arena *arena)
{
    CASE("after a fault a reader gives nothing any more");
    struct cbor in = cbor_open(bytes_of(arena, "61610102030405"));
    CHECK(cbor_int(&in) == 0 && !cbor_ok(&in) && !cbor_done(&in));
    CHECK(cbor_int(&in) == 0 && cbor_uint(&in) == 0 && cbor_text(&in).n == 0);
    CHECK(cbor_bytes(&in).n == 0 && cbor_array(&in) == 0 && cbor_map(&in) == 0);
    CHECK(!cbor_bool(&in) && !cbor_null(&in) && !cbor_is_text(&in));
    CHECK(cbor_value(&in, arena).type == V_NULL && cbor_skip(&in).n == 0);

    CASE("left-over bytes are seen");
    in = cbor_open(bytes_of(arena, "0102"));
    CHECK(cbor_int(&in) == 1 && cbor_ok(&in) && !cbor_done(&in));
}

static void no_memory(void)
{
    struct arena none;
    struct fault_heap faults;

    CASE("no memory for a list is a fault, not a crash");
    fault_heap_init(&faults, 1);
    arena_init(&none, &faults.heap, 1 << 20);
    struct cbor in = cbor_open(str_bytes("\x81\x01", 2));
    CHECK(cbor_value(&in, &none).type == V_NULL && !cbor_ok(&in));
    arena_fini(&none);
}

void cbor_test(void);
void cbor_test(void)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    numbers(&arena);
    texts(&arena);
    heads(&arena);
    lists(&arena);
    refusals(&arena);
    sticky(&arena);
    arena_fini(&arena);
    no_memory();
}
