/* process_test.c - the tests of this folder; also the program that they start in roles. */
#include "process_test.h"

#include <dirent.h>

#include "store/crypt.h"
#include "store/posix.h"

int count_files(const char *path)
{
    DIR *folder = opendir(path);
    int n = 0;

    if (folder == NULL)
        return -1;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        n += entry->d_name[0] != '.';
    (void)closedir(folder);
    return n;
}

int main(int argc, char **argv)
{
    const struct role_table table = {
        .roles = test_roles, .n = test_role_count, .os = posix_os(), .jobs = test_jobs()};

    if (!crypt_init())
        return 1;
    if (process_is_role(argc, argv))
        return process_role(argc, argv, &table);
    int files = count_files("/proc/self/fd");
    channel_test();
    job_test();
    kinds_test();
    vault_test();
    keeper_test();
    CASE("no descriptor is left open");
    CHECK_INT(count_files("/proc/self/fd"), files);
    return tap_end();
}
