/* kill_demo.c - what kill_test hunts: writes numbers into a file and acknowledges each, rightly
 * ("write"), too early ("early") or writing halves ("halves"), maybe in a child ("child"). */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kill.h"

enum { NUMBERS = 300 };

static void put(int file, int64_t number, bool halves)
{
    const char *bytes = (const char *)&number;
    size_t first = halves ? sizeof number / 2 : sizeof number;

    if (write(file, bytes, first) != (ssize_t)first)
        _exit(3);
    if (halves && write(file, bytes + first, sizeof number - first) < 0)
        _exit(3);
}

static int write_numbers(int file, const char *how)
{
    int64_t next = lseek(file, 0, SEEK_END) / (int64_t)sizeof next;
    bool early = strcmp(how, "early") == 0;

    for (int64_t end = next + NUMBERS; next < end; next++) {
        if (!early)
            put(file, next, strcmp(how, "halves") == 0);
        (void)dprintf(KILL_ACK_FD, "%lld\n", (long long)next);
        if (early)
            put(file, next, false);
    }
    return 0;
}

/* 0: each acknowledged number is there; 1: one is not; 2: the file is not whole. */
static int check(int file)
{
    int64_t size = lseek(file, 0, SEEK_END), number = 0, acknowledged;
    char line[64];

    if (size % (int64_t)sizeof number != 0)
        return 2;
    for (int64_t at = 0; at < size; at += (int64_t)sizeof number)
        if (pread(file, &number, sizeof number, at) != sizeof number ||
            number != at / (int64_t)sizeof number)
            return 2;
    while (fgets(line, sizeof line, stdin) != NULL) {
        long long read;
        if (sscanf(line, "%lld", &read) != 1)
            return 2;
        acknowledged = read;
        if (acknowledged * (int64_t)sizeof number >= size)
            return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int status = 0;

    if (argc != 3)
        return 2;
    int file = open(argv[2], O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return 3;
    if (strcmp(argv[1], "check") == 0)
        return check(file);
    if (strcmp(argv[1], "child") != 0)
        return write_numbers(file, argv[1]);
    if (fork() == 0)
        return write_numbers(file, "write");
    (void)wait(&status);
    return status;
}
