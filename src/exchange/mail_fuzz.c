/* mail_fuzz.c - any bytes as a mailbox file: each message is refused with a sentence, or read
 * within its limits into texts that may be kept. */
#include <assert.h>

#include "base/text.h"
#include "exchange/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = str_bytes(data, size), one;
    static struct mail mail;
    struct arena arena;
    struct call call = {.arena = &arena};
    size_t left = size + 1;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call.faults_end = &call.faults;
    while (mbox_next(&rest, &one)) {
        assert(rest.n < left);
        left = rest.n;
        if (mail_read(&call, one, &mail) != RC_OK) {
            assert(call.error.text.n != 0);
            call.error.rc = RC_OK;
            continue;
        }
        assert(mail.files_n <= MAIL_FILES_MAX);
        assert(text_valid(mail.subject) && text_valid(mail.text) && text_valid(mail.from));
        for (size_t i = 0; i < mail.files_n; i++)
            assert(text_valid(mail.files[i].name));
    }
    arena_fini(&arena);
    return 0;
}
