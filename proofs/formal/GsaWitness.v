(* A lower bound on the ratio of GSA at alpha = 2: 399 jobs of two lengths and a feasible schedule of them,
   judged by the checker, on which GSA has 15048089/1313956 = 11.4525 times its flow time
   ([gsa_2_not_better]).  So the true constant lies between 11.4525 and the one proved above. *)

From Coq Require Import ZArith List Permutation Bool Lia QArith.
From RatioLab Require Import Sums Model Checker Peak Slices Gsa.
Import ListNotations.
Open Scope Z_scope.

Definition hard : instance := Inst 38 188 (repeat 76 130 ++ repeat 38 269).
Definition hard_starts : list Z := [3630; 3670; 3710; 3750; 3790; 3830; 3870; 3910; 3950; 3990; 4030; 4070;
  4110; 4150; 4190; 4230; 4270; 4310; 4350; 4390; 4430; 4470; 4510; 4550; 4590; 4630; 4670; 4710; 4750;
  4790; 4830; 4870; 4910; 4950; 4990; 5030; 5070; 5110; 5150; 5190; 5230; 5270; 5310; 5350; 5390; 5430;
  5470; 5510; 5550; 5590; 5630; 5670; 5710; 5750; 5790; 5830; 5870; 5910; 5950; 5990; 6030; 6070; 6110;
  6150; 6190; 6230; 6270; 6310; 6350; 6390; 6430; 6470; 6510; 6550; 6590; 6630; 6670; 6710; 6750; 6790;
  6830; 6870; 6910; 6950; 6990; 7030; 7070; 7110; 7150; 7190; 7230; 7270; 7310; 7350; 7390; 7430; 7470;
  7510; 7550; 7590; 7630; 7670; 7710; 7750; 7790; 7830; 7870; 7910; 7950; 7990; 8030; 8070; 8110; 8150;
  8190; 8230; 8270; 8310; 8350; 8390; 8430; 8470; 8510; 8550; 8590; 8630; 8670; 8710; 8750; 8790; 0; 13; 27;
  40; 54; 67; 81; 94; 108; 121; 135; 148; 162; 175; 189; 202; 216; 229; 243; 256; 270; 283; 297; 310; 324;
  337; 351; 364; 378; 391; 405; 418; 432; 445; 459; 472; 486; 499; 513; 526; 540; 553; 567; 580; 594; 607;
  621; 634; 648; 661; 675; 688; 702; 715; 729; 742; 756; 769; 783; 796; 810; 823; 837; 850; 864; 877; 891;
  904; 918; 931; 945; 958; 972; 985; 999; 1012; 1026; 1039; 1053; 1066; 1080; 1093; 1107; 1120; 1134; 1147;
  1161; 1174; 1188; 1201; 1215; 1228; 1242; 1255; 1269; 1282; 1296; 1309; 1323; 1336; 1350; 1363; 1377;
  1390; 1404; 1417; 1431; 1444; 1458; 1471; 1485; 1498; 1512; 1525; 1539; 1552; 1566; 1579; 1593; 1606;
  1620; 1633; 1647; 1660; 1674; 1687; 1701; 1714; 1728; 1741; 1755; 1768; 1782; 1795; 1809; 1822; 1836;
  1849; 1863; 1876; 1890; 1903; 1917; 1930; 1944; 1957; 1971; 1984; 1998; 2011; 2025; 2038; 2052; 2065;
  2079; 2092; 2106; 2119; 2133; 2146; 2160; 2173; 2187; 2200; 2214; 2227; 2241; 2254; 2268; 2281; 2295;
  2308; 2322; 2335; 2349; 2362; 2376; 2389; 2403; 2416; 2430; 2443; 2457; 2470; 2484; 2497; 2511; 2524;
  2538; 2551; 2565; 2578; 2592; 2605; 2619; 2632; 2646; 2659; 2673; 2686; 2700; 2713; 2727; 2740; 2754;
  2767; 2781; 2794; 2808; 2821; 2835; 2848; 2862; 2875; 2889; 2902; 2916; 2929; 2943; 2956; 2970; 2983;
  2997; 3010; 3024; 3037; 3051; 3064; 3078; 3091; 3105; 3118; 3132; 3145; 3159; 3172; 3186; 3199; 3213;
  3226; 3240; 3253; 3267; 3280; 3294; 3307; 3321; 3334; 3348; 3361; 3375; 3388; 3402; 3415; 3429; 3442;
  3456; 3469; 3483; 3496; 3510; 3523; 3537; 3550; 3564; 3577; 3591; 3604; 3618].
Definition hard_schedule : list attempt :=
  map (fun p => Att (fst p) (snd p) (len hard (fst p))) (combine (seq 0 (njobs hard)) hard_starts).

Lemma hard_valid : valid hard.
Proof.
  split; [vm_compute; split; discriminate|].
  assert (H : forallb (fun o => (1 <=? o) && (prompt hard + o <=? budget hard)) (lengths hard) = true)
    by (vm_compute; reflexivity).
  rewrite forallb_forall in H. intros o Ho. specialize (H o Ho). apply andb_prop in H. lia.
Qed.

Lemma hard_feasible : feasible hard hard_schedule.
Proof. apply check_correct; [vm_compute; discriminate|]. vm_compute. reflexivity. Qed.

(* so no constant below 11.4525 is a competitive ratio *)
Theorem gsa_2_not_better R : ratio R (GSA 2 1) -> (15048089 # 1313956 <= R)%Q.
Proof.
  intros H.
  assert (Hr : GSA 2 1 hard (gsa2 hard (fun _ l => l))).
  { exists (Z.to_nat (Z.log2 (budget hard - prompt hard))), (fun _ l => l).
    split; [apply level_two; vm_compute; discriminate|].
    split; [intros p l; apply Permutation_refl|reflexivity]. }
  assert (E := H hard _ hard_schedule hard_valid Logic.I Hr hard_feasible).
  assert (F1 : flow_time hard (gsa2 hard (fun _ l => l)) = 15048089) by (vm_compute; reflexivity).
  assert (F2 : flow_time hard hard_schedule = 1313956) by (vm_compute; reflexivity).
  rewrite F1, F2 in E. apply (Qmult_le_r _ _ 1313956); [reflexivity|].
  change (15048089 # 1313956) with (15048089 * / 1313956)%Q. eapply Qle_trans; [|exact E]. vm_compute.
  discriminate.
Qed.
